import { describe, expect, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { channelNames } from './canary-channels.ts';
import { type CanaryNight, planted, withCanaryNight } from './canary-night.ts';
import { halfPastThree } from './deployed-night.ts';
import { cloudEcho } from './echoing-answers.ts';
import type { Passing } from './echoing-proxy.ts';

const { accessKey = '', secretKey = '', securityToken = '', projectId = '' } = planted;
const also = [accessKey, secretKey, securityToken, projectId];

const isAction = ({ method }: Passing) => method === 'PUT';
const isList = ({ method, target }: Passing) => method === 'GET' && target.includes('/instances');
const isJournal = ({ target }: Passing) => target.startsWith('/journal');
const isTopic = ({ target }: Passing) => target.includes('/notifications/');

/** What a cloud that says all it knows is asked in one night. */
const lies: readonly (readonly [how: string, lie: Parameters<CanaryNight['lie']>[0]])[] = [
  ['refuses actions', cloudEcho(isAction, { also })],
  ['refuses actions, with secrets over two fields', cloudEcho(isAction, { also, split: true })],
  ['fails at actions', cloudEcho(isAction, { also, status: 500 })],
  ['lists no instances', cloudEcho(isList, { also, status: 403 })],
  ['refuses the journal', cloudEcho(isJournal, { also, status: 403 })],
  [
    'refuses the journal, with secrets over two fields',
    cloudEcho(isJournal, { also, status: 403, split: true }),
  ],
  ['fails at the journal', cloudEcho(isJournal, { also, status: 500 })],
];

describe('no secret is in a log, an answer, an error, a message or the journal', () => {
  test('when all is well with the cloud, and half of the channels lie', async () => {
    await withCanaryNight(20, async ({ invoke, inbox, smn, asked, sightings, found }) => {
      const { kind, ...rest } = await invoke({ job: 'few' });
      expect({ kind, rest }).toMatchObject({
        kind: 'answered',
        rest: { answer: { untold: expect.any(Array) } },
      });
      const accepted = inbox.messages.filter(({ answered }) => answered === 'accepted');
      expect(new Set(accepted.map(({ path }) => path.split('/')[1]))).toEqual(
        new Set(channelNames.filter((name) => name.startsWith('good'))),
      );
      expect(smn.messages).toHaveLength(2);
      expect(sightings()).toEqual([]);
      // The search can find: where the secrets belong, in what was asked, they are; what only signs is not sent.
      const sent = Object.keys(planted).filter((name) => !/secret$|^secretKey$|^variable$/.test(name));
      expect(new Set(found(asked()))).toEqual(new Set(sent));
    });
  });

  test.each(lies)('when the cloud %s', async (_how, lie) => {
    await withCanaryNight(100, async (night) => {
      night.lie(lie);
      await night.invoke({ job: 'nightly' });
      await night.invoke(timerEvent({ time: halfPastThree, triggerName: 'tick' }));
      expect(night.lies()).toBeGreaterThan(0);
      expect(night.sightings()).toEqual([]);
    });
  });

  test.each([
    ['takes in no message', 400],
    ['answers about messages with secrets', 200],
  ])('when the cloud %s', async (_how, status) => {
    // Slow, as channels must have the time they are given.
    await withCanaryNight(20, async (night) => {
      night.lie(cloudEcho(isTopic, { also, status }));
      await night.invoke({ job: 'few' });
      expect(night.lies()).toBeGreaterThan(0);
      expect(night.sightings()).toEqual([]);
    });
  });

  test('when an invocation is killed, and the next one goes on with its run', async () => {
    await withCanaryNight(100, async (night) => {
      expect(await night.invoke({ job: 'nightly' }, 60_000)).toMatchObject({ kind: 'killed' });
      expect(await night.invoke(timerEvent({ time: halfPastThree, triggerName: 'tick' }))).toMatchObject({
        kind: 'answered',
      });
      expect(night.sightings()).toEqual([]);
    });
  });
});
