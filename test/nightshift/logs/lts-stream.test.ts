import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createLts, type Lts } from '../../../functions/minicloud/lts/lts-service.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { ltsEndpoint, openStream } from '../../../functions/nightshift/logs/lts-stream.ts';
import { project, projects, startAt } from '../../minicloud/dcs/small-dcs.ts';

const place = { group: 'g-1', stream: 's-1' };
const span = { from: startAt, until: startAt + 60_000 };
const clock = createHandClock(startAt + 30_000);
let cloud: Cloud;
let lts: Lts;

beforeAll(async () => {
  cloud = await startCloud({ clock, projects, instances: [], beside: () => Date.now() });
  lts = createLts(cloud, () => [
    { project, ...place },
    { project, group: 'g-1', stream: 's-2' },
  ]);
  const numbered = Array.from({ length: 1_203 }, (_, at) => ({
    // Many of one millisecond, and not in their order.
    at: startAt + Math.floor(((at * 7) % 1_203) / 100),
    content: `line ${at}`,
  }));
  lts.write({ project, ...place }, numbered);
});
afterAll(() => cloud.close());
beforeEach(() => {
  lts.knobs.paging = 'by-words';
  lts.knobs.deniedActions = [];
});

const read = (where = place, projectId = project) => {
  const { accessKey, secretKey } = cloud;
  const limits = { readTimeoutMs: 5_000, actionTimeoutMs: 5_000, now: () => Date.now() };
  const credentials = { accessKey, secretKey, securityToken: undefined };
  const client = new SigningClient({ endpoint: cloud.endpoint, projectId, credentials, ...limits });
  return openStream(client, where).read(span);
};

describe('a log stream', () => {
  test.each(['by-words', 'by-examples'] as const)(
    'is read whole and in order, pages being turned %s',
    async (paging) => {
      lts.knobs.paging = paging;
      const { lines, isWhole } = await read();
      expect(isWhole).toBe(true);
      expect(new Set(lines.map(({ text }) => text)).size).toBe(1_203);
      expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
    },
  );

  test('without lines is none of them', async () => {
    expect(await read({ group: 'g-1', stream: 's-2' })).toEqual({ lines: [], isWhole: true });
  });

  test('names the permission that is missing, by both its names', async () => {
    lts.knobs.deniedActions = ['lts:logs:list'];
    await expect(read()).rejects.toMatchObject({
      code: 'LTS.0003',
      message: expect.stringMatching(/LTS\.0003 No permission\..*lts:logs:list.*lts:logStream:searchLog/),
    });
  });

  test('that is not there is said in the words of LTS', async () => {
    await expect(read({ group: 'other', stream: 's-1' })).rejects.toMatchObject({ code: 'LTS.0201' });
    await expect(read({ group: 'g-1', stream: 'other' })).rejects.toMatchObject({ code: 'LTS.0208' });
  });

  test('that fails says so', async () => {
    lts.knobs.fails.push('LTS.0202');
    await expect(read()).rejects.toMatchObject({ code: 'LTS.0202' });
  });
});

test.each([
  ['https://functiongraph.cn-north-4.myhuaweicloud.com', 'https://lts.cn-north-4.myhuaweicloud.com'],
  ['https://functiongraph.eu-west-101.myhuaweicloud.eu', 'https://lts.eu-west-101.myhuaweicloud.eu'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('with FunctionGraph at %s, LTS is at %s', (functionGraph, lts) => {
  expect(ltsEndpoint(functionGraph, 'cn-north-4')).toBe(lts);
});
