import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { sendSigned, type WireAnswer } from './signed-request.ts';

const a = instanceIdOf('a');
const jsonOf = ({ text }: WireAnswer): unknown => JSON.parse(text);

describe('a cloud on the network', () => {
  let clock: HandClock;
  let cloud: Cloud;
  beforeEach(async () => {
    clock = createHandClock(startAt);
    cloud = await startCloud({
      clock,
      projects,
      instances: [{ name: 'a', tags: { env: 'prod' } }, { name: 'b' }],
    });
  });
  afterEach(() => cloud.close());

  const at = (rest: string) => `/v2/${project}/${rest}`;
  const restart = { instances: [a], action: 'restart' };

  test('restarts an instance that a signed PUT names', async () => {
    const answer = await sendSigned(cloud, 'PUT', at('instances/status'), { body: restart });
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toEqual({ results: [{ instance: a, result: 'success' }] });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    clock.advance(1);
    expect(cloud.audit()).toMatchObject([
      { kind: 'call', method: 'PUT', path: at('instances/status'), status: 200 },
      { kind: 'accepted', instance: a },
      { kind: 'status', to: 'RESTARTING' },
    ]);
  });

  test.each([
    ['instances/status', { running_count: 2 }],
    ['instances/statistic', { statistics: [{ keys: 1000 }, { keys: 1000 }] }],
    ['instances', { instance_num: 2, instances: [{ name: 'a' }, { name: 'b' }] }],
    [`instances/${a}`, { instance_id: a, cache_mode: 'ha', task: null }],
    [`instances/${a}/configs`, { instance_id: a, config_status: 'SUCCESS' }],
    [`instances/${a}/tags`, { tags: [{ key: 'env', value: 'prod' }] }],
    [`instance/${a}/groups`, { group_count: 1 }],
    [`instances/${a}/logical-nodes`, { instance_id: a, total: 2 }],
    ['instances-logical-nodes', { count: 2 }],
  ])('answers GET %s', async (path, body) => {
    const answer = await sendSigned(cloud, 'GET', at(path));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(jsonOf(answer)).toMatchObject(body);
  });

  test('understands an encoded query', async () => {
    const answer = await sendSigned(cloud, 'GET', at('instances'), {
      query: { tags: 'env=prod', limit: '5' },
    });
    expect(jsonOf(answer)).toMatchObject({ instance_num: 1, instances: [{ name: 'a' }] });
  });

  test.each([
    ['GET', '/v1/other', 404, 'APIGW.0101'],
    ['GET', `/v2/${project}/jobs/1`, 404, 'DCS.4001'],
    ['GET', `/v2/${project}/instances/${a}/groups`, 404, 'DCS.4001'],
    ['DELETE', `/v2/${project}/instances`, 405, 'DCS.5001'],
    ['GET', '/v2/my-project/instances', 400, 'DCS.4002'],
    ['GET', `/v2/${'0'.repeat(32)}/instances`, 401, 'DCS.1004'],
  ])('answers %s %s with %i %s', async (method, path, status, error_code) => {
    const answer = await sendSigned(cloud, method, path);
    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toMatchObject({ error_code });
    expect(cloud.audit()).toMatchObject([{ kind: 'call', method, status }]);
  });

  test('holds the project of the path against the one in the header', async () => {
    const answer = await sendSigned(cloud, 'GET', at('instances'), {
      headers: { 'X-Project-Id': projects['cn-south-1'] },
    });
    expect([answer.status, jsonOf(answer)]).toMatchObject([401, { error_code: 'DCS.1004' }]);
  });
});
