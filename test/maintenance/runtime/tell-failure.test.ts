import middy from '@middy/core';
import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { HuaweiCallError } from '../../../functions/maintenance/huawei/huawei-call-error.ts';
import type { Request } from '../../../functions/maintenance/invocation/request.ts';
import { StoreError } from '../../../functions/maintenance/journal/store.ts';
import type { Channel, Notice } from '../../../functions/maintenance/notify/channel.ts';
import { JournalError } from '../../../functions/maintenance/run/journal-error.ts';
import {
  adaptContext,
  type HandlerContext,
} from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { tellFailure } from '../../../functions/maintenance/runtime/middleware/tell-failure.ts';

const now = Date.parse('2026-11-22T19:30:00Z');
const secret = 'tok-4711-abcdef';

type Told = { readonly channel: string; readonly notice: Notice; readonly deadline: number };

/** A handler that fails with an error, in front of channels that remember what they were told. */
function failing(
  error: unknown,
  open?: (context: HandlerContext) => Promise<readonly Channel[]>,
  request: Request = { kind: 'tick', at: now },
  clock = () => now,
) {
  const told: Told[] = [];
  const lines: string[] = [];
  let thrown = error;
  const channelOf = (name: string): Channel => ({
    name,
    async tell(notice, deadline) {
      told.push({ channel: name, notice, deadline });
      return { channel: name, status: 'delivered', attempts: 1, reason: 'HTTP 200' };
    },
  });
  const channels = open ?? (async () => ['ops', 'audit'].map(channelOf));
  const pipeline = middy<Request, unknown, Error, HandlerContext>()
    .use(tellFailure(channels, clock))
    .handler(() => Promise.reject(thrown));
  const context = { getRequestID: () => 'r-1', getRemainingTimeInMilliSeconds: () => 60_000 };
  const invokeWith = (other: unknown) => {
    thrown = other;
    const log = createLog('r-1', { now: () => now, print: (line) => lines.push(line) });
    return pipeline(request, { ...adaptContext(context, () => now), log });
  };
  return { told, lines, channelOf, invokeWith, invoke: () => invokeWith(error) };
}

describe('an invocation that fails', () => {
  test('is told to every channel, and fails all the same', async () => {
    const error = new CodedError('credentials.missing', 'the function has no credentials');
    const { told, invoke } = failing(error);
    await expect(invoke()).rejects.toBe(error);
    expect(told).toEqual(
      ['ops', 'audit'].map((channel) => ({
        channel,
        deadline: now + 20_000,
        notice: {
          type: 'nightshift.invocation.failed',
          id: 'failed-r-1',
          failure: {
            code: 'credentials.missing',
            message: 'the function has no credentials',
            requestId: 'r-1',
          },
        },
      })),
    );
  });

  test('is told with what the cloud said last, where its error goes back to a call', async () => {
    const cause = new HuaweiCallError('AccessDenied', 'Access Denied', {
      end: 'refused',
      httpStatus: 403,
      requestId: '1a2b',
    });
    const { told, invoke } = failing(new CodedError('journal.denied', 'not allowed', { cause }));
    await expect(invoke()).rejects.toThrow('not allowed');
    expect(told[0]?.notice).toMatchObject({
      failure: { code: 'journal.denied', cause: { code: 'AccessDenied', status: 403, requestId: '1a2b' } },
    });
  });

  test('with an error that has no code of ours is told as internal', async () => {
    const { told, invoke } = failing(new TypeError('status of undefined'));
    await expect(invoke()).rejects.toThrow(TypeError);
    expect(told[0]?.notice).toMatchObject({ failure: { code: 'internal', message: 'status of undefined' } });
  });

  test('fails with its own error when no channel can be opened, and both are known', async () => {
    const error = new CodedError('schedule.unreadable', 'schedule.yaml cannot be read');
    const { lines, invoke } = failing(error, () => Promise.reject(new Error('no file')));
    await expect(invoke()).rejects.toBe(error);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', message: 'telling of the failure fails', error: { message: 'no file' } },
    ]);
  });

  test('fails with its own error when a channel breaks its promise', async () => {
    const error = new CodedError('schedule.invalid', 'wrong');
    const broken: Channel = { name: 'ops', tell: () => Promise.reject(new Error('bug')) };
    const { lines, invoke } = failing(error, async () => [broken]);
    await expect(invoke()).rejects.toBe(error);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ channel: 'ops', status: 'unconfirmed' });
  });

  test('tells nothing of what is only known as a secret once the channels are open', async () => {
    const error = new CodedError('schedule.invalid', `url: https://hooks.example.com/${secret} - expected`);
    const { told, channelOf, invoke } = failing(error, async ({ log }) => {
      log.hide([secret]);
      return [channelOf('ops')];
    });
    await expect(invoke()).rejects.toBe(error);
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain(secret);
  });

  test('is told once an hour for a cause that every timer meets, and each time by hand', async () => {
    let hours = 0;
    const { told, invoke } = failing(
      new CodedError('schedule.invalid', 'wrong'),
      undefined,
      undefined,
      () => now + hours * 3_600_000,
    );
    const heard = async () => {
      const before = told.length;
      await expect(invoke()).rejects.toThrow('wrong');
      return told.length - before;
    };
    expect([await heard(), await heard()]).toEqual([2, 0]);
    hours = 0.9;
    expect(await heard()).toBe(0);
    hours = 1;
    expect(await heard()).toBe(2);
  });

  test('is told once an hour for a journal that fails in one way, whatever key it fails with', async () => {
    let at = now;
    let tick = 0;
    const failure = () => {
      const cause = new StoreError('permanent', at < now + 50 * 60_000 ? 'HTTP.412' : 'AccessDenied', 'no');
      return new JournalError('journal.denied', `could not write open/tick/${tick++}`, { cause });
    };
    const { told, invokeWith } = failing(undefined, undefined, undefined, () => at);
    for (const minutes of [0, 5, 50, 55, 65]) {
      at = now + minutes * 60_000;
      await expect(invokeWith(failure())).rejects.toThrow('could not write');
    }
    const heard = told.flatMap(({ channel, notice }) =>
      channel === 'ops' && 'failure' in notice ? [notice.failure.message] : [],
    );
    expect(heard).toEqual(['could not write open/tick/0', 'could not write open/tick/2']);
  });

  const hand = { confirm: undefined } as const;
  test.each<[string, Request, number]>([
    ['a dry run', { kind: 'job', job: 'nightly', dryRun: true, ...hand }, 0],
    ['a dry run of what failed', { kind: 'retry-failed', run: 'r', dryRun: true, ...hand }, 0],
    ['validate', { kind: 'command', command: 'validate' }, 0],
    ['cancel', { kind: 'cancel', run: 'r' }, 0],
    ['a run by hand', { kind: 'job', job: 'nightly', dryRun: false, ...hand }, 2],
    [
      'a dry run by a timer, whose answer nobody reads',
      { kind: 'timer-jobs', at: now, jobs: ['a'], dryRun: true },
      2,
    ],
    ['going on with a run', { kind: 'continue', run: 'r' }, 2],
  ])('is told where nobody sees the answer or something may be touched: %s', async (_, request, channels) => {
    const { told, invoke } = failing(
      new CodedError('credentials.missing', 'no credentials'),
      undefined,
      request,
    );
    await expect(invoke()).rejects.toThrow('no credentials');
    expect(told).toHaveLength(channels);
  });
});
