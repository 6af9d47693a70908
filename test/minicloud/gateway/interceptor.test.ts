import { describe, expect, onTestFinished, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createPlatform } from '../../../functions/minicloud/functiongraph/platform.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { functionBody } from '../functiongraph/small-platform.ts';
import { appendOf, askObs } from '../obs/obs-sender.ts';
import { sendSigned } from './signed-request.ts';

async function cloudOfAll() {
  const clock = createHandClock(startAt);
  const cloud = await startCloud({ clock, projects, instances: [{ name: 'a' }], buckets: ['journal'] });
  const platform = await createPlatform({ cloud, timers: 'off' });
  onTestFinished(async () => {
    await platform.close();
    await cloud.close();
  });
  return cloud;
}

/** A change in each service, and whether it was made. */
const changes: readonly [
  service: string,
  change: (cloud: Cloud) => Promise<unknown>,
  made: (cloud: Cloud) => Promise<boolean>,
][] = [
  [
    'DCS',
    (cloud) =>
      sendSigned(cloud, 'PUT', `/v2/${project}/instances/status`, {
        body: { instances: [instanceIdOf('a')], action: 'restart' },
      }),
    async (cloud) => cloud.audit().some(({ kind }) => kind === 'accepted'),
  ],
  [
    'OBS',
    (cloud) => askObs(cloud, appendOf('a', 0, 'x')),
    async (cloud) => cloud.obs.bucket('journal')?.get('a') !== undefined,
  ],
  [
    'FunctionGraph',
    (cloud) => sendSigned(cloud, 'POST', `/v2/${project}/fgs/functions`, { body: functionBody('answers') }),
    async (cloud) => {
      const body = functionBody('answers');
      const again = await sendSigned(cloud, 'POST', `/v2/${project}/fgs/functions`, { body });
      return again.status === 409;
    },
  ],
];

describe.each(changes)('a request to %s', (_, change, made) => {
  test.each([
    ['drop-before', false],
    ['drop-after', true],
    // Whoever is no function loses the connection only.
    ['kill-before', false],
    ['kill-after', true],
  ] as const)('%s it is carried out gets no answer; carried out: %s', async (verdict, carriedOut) => {
    const cloud = await cloudOfAll();
    cloud.interceptor = ({ sender }) => (sender === undefined ? verdict : 'pass');
    await expect(change(cloud)).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.interceptor = undefined;
    expect(await made(cloud)).toBe(carriedOut);
    expect(cloud.audit()).toContainEqual(expect.objectContaining({ kind: 'intercepted', verdict }));
  });
});

test('an interceptor sees every request as it was sent', async () => {
  const cloud = await cloudOfAll();
  const seen: string[] = [];
  cloud.interceptor = ({ method, target, body }) => {
    seen.push(`${method} ${target} ${body}`);
    return 'pass';
  };
  await askObs(cloud, appendOf('a', 0, 'x'));
  await sendSigned(cloud, 'GET', `/v2/${project}/instances`, { query: { limit: '5' } });
  expect(seen).toEqual(['POST /journal/a?append&position=0 x', `GET /v2/${project}/instances?limit=5 `]);
});
