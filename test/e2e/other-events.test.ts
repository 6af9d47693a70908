import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { repeatedFlushes } from '../minicloud/gateway/audit-invariants.ts';
import { halfPastThree, secrets, summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops, plain]
  weekly-flush:
    action: flush
    cron: "0 4 * * 1"
    targets: { region: beijing, names: ["session-*"] }
    destroysData: acknowledged
    backup: none
    notify: [ops]
`;
const instances = [
  { name: 'cache-1' },
  { name: 'cache-2' },
  { name: 'session-1' },
  { name: 'session-old', engineVersion: '3.0.7' },
];

describe('what the console and other timers can ask', () => {
  test("the console's blank template starts nothing and is told what would be understood", async () => {
    await withDeployed({ jobs, instances }, async ({ cloud, invoke }) => {
      for (const event of [{ key: 'value' }, {}, [], 'run', null, 42, { job: 'nightly', dryrun: true }]) {
        const invocation = await invoke(event);
        expect(invocation).toMatchObject({
          kind: 'answered',
          answer: { started: false, understood: expect.arrayContaining(['{"job":"NAME"}']) },
        });
      }
      expect(cloud.audit()).toEqual([]);
    });
  });

  test('a dry run answers with the plan and its hash, and sends nothing', async () => {
    await withDeployed({ jobs, instances }, async ({ cloud, inbox, invoke }) => {
      const invocation = await invoke({ job: 'weekly-flush', dryRun: true });
      expect(invocation).toMatchObject({
        kind: 'answered',
        answer: {
          plans: [
            {
              job: 'weekly-flush',
              hash: expect.stringMatching(/^[0-9a-f]{12}$/),
              instances: [
                { id: instanceIdOf('session-1'), decision: 'act', wave: 1, reason: 'is RUNNING' },
                { id: instanceIdOf('session-old'), decision: 'refuse', wave: null },
              ],
            },
          ],
        },
      });
      expect(cloud.audit().filter((entry) => entry.kind !== 'call')).toEqual([]);
      expect(inbox.messages).toEqual([]);
    });
  });

  test('some instances of a job are all that runs, and one that is not the job’s starts nothing', async () => {
    await withDeployed({ jobs, instances }, async ({ cloud, invoke }) => {
      const [one, session] = [instanceIdOf('cache-2'), instanceIdOf('session-1')];
      expect(await invoke({ job: 'nightly', instances: [one, session] })).toMatchObject({
        kind: 'answered',
        answer: {
          started: false,
          reason: expect.stringContaining(`${session} (session-1 is not one of its targets)`),
        },
      });
      expect(cloud.audit().filter((entry) => entry.kind === 'accepted')).toEqual([]);
      const [summary] = summariesOf(await invoke({ job: 'nightly', instances: [one] }, 'r-1'));
      expect(summary).toMatchObject({ run: 'nightly@by-hand-r-1', counts: { selected: 1, succeeded: 1 } });
    });
  });

  test('a flush by hand runs only with the hash of the plan that still holds', async () => {
    await withDeployed({ jobs, instances }, async ({ cloud, invoke }) => {
      const asked = await invoke({ job: 'weekly-flush' });
      if (asked.kind !== 'answered') throw new Error(JSON.stringify(asked));
      const { started, plans } = asked.answer as { started: boolean; plans: { hash: string }[] };
      expect(started).toBe(false);
      expect(await invoke({ job: 'weekly-flush', confirm: '000000000000' })).toMatchObject({
        answer: { started: false },
      });
      expect(cloud.audit().filter((entry) => entry.kind === 'accepted')).toEqual([]);
      const [summary] = summariesOf(await invoke({ job: 'weekly-flush', confirm: plans[0]?.hash }, 'r-1'));
      expect(summary).toMatchObject({
        run: 'weekly-flush@by-hand-r-1',
        counts: { succeeded: 1, refused: 1 },
        status: 'partial',
      });
      expect(repeatedFlushes(cloud.audit())).toEqual([]);
    });
  });

  test('a timer that names jobs runs them under the fire nearest before it, side by side', async () => {
    await withDeployed({ jobs, instances }, async ({ invoke }) => {
      const userEvent = JSON.stringify({ jobs: ['nightly', 'weekly-flush'] });
      const time = halfPastThree + 1_803_000;
      const summaries = summariesOf(await invoke(timerEvent({ time, triggerName: 't', userEvent })));
      expect(summaries.map(({ run }) => run)).toEqual([
        'nightly@2026-11-23T03:30:00+08:00',
        'weekly-flush@2026-11-23T04:00:00+08:00',
      ]);
    });
  });

  test('a timer that names no known job fails loudly, and every channel hears of it', async () => {
    await withDeployed({ jobs, instances, scale: 20 }, async ({ cloud, inbox, invoke }) => {
      const invocation = await invoke(
        timerEvent({ time: halfPastThree, triggerName: 't', userEvent: '{"job":"nihgtly"}' }),
      );
      expect(invocation).toMatchObject({
        kind: 'failed',
        errorMessage: expect.stringContaining('there is no job "nihgtly"'),
      });
      expect(inbox.messages).toHaveLength(2);
      expect(cloud.audit()).toEqual([]);
    });
  });
});

describe('what makes an invocation fail, and who hears of it', () => {
  // There are 20 seconds to tell of it: at the usual scale a busy machine has told nobody by then.
  const scale = 20;

  test('a mistake in the schedule: all of it is named with its place, the channels are told, nothing starts', async () => {
    const wrong = jobs.replace('soft_restart', 'softrestart').replace('"0 4 * * 1"', '"0 0 4 * * 1"');
    await withDeployed({ jobs: wrong, instances, scale }, async ({ cloud, inbox, tick }) => {
      const invocation = await tick();
      expect(invocation.kind).toBe('failed');
      const message = invocation.kind === 'failed' ? invocation.errorMessage : '';
      expect(message).toMatch(/schedule\.yaml:\d+:\d+ jobs\.nightly\.action: "softrestart" - expected/);
      expect(message).toMatch(
        /schedule\.yaml:\d+:\d+ jobs\.weekly-flush\.cron: "0 0 4 \* \* 1" has 6 fields - expected 5/,
      );
      expect(inbox.messages.map(({ json }) => (json as { type: string }).type)).toEqual(
        Array(2).fill('nightshift.invocation.failed'),
      );
      expect(cloud.audit()).toEqual([]);
    });
  });

  test('no agency: the error says that one is needed, and the channels are told', async () => {
    await withDeployed({ jobs, instances, agency: false, scale }, async ({ inbox, tick }) => {
      expect(await tick()).toMatchObject({
        kind: 'failed',
        errorMessage: expect.stringContaining('it needs an agency'),
      });
      expect(inbox.messages).toHaveLength(2);
    });
  });

  test('a missing variable: the error names it and where it is used', async () => {
    await withDeployed(
      { jobs, instances, scale, environment: { OPS_SECRET: '' } },
      async ({ inbox, tick }) => {
        const invocation = await tick();
        expect(invocation).toMatchObject({
          kind: 'failed',
          errorMessage: expect.stringMatching(
            /notify\.ops\.secret: environment variable OPS_SECRET is missing or empty/,
          ),
        });
        expect(inbox.messages.map(({ path }) => path)).toEqual(['/plain']);
      },
    );
  });
});

describe('a channel that does not work', () => {
  test.each([
    ['answers 500 for ever', { kind: 'status', status: 500 }, 3],
    ['is gone', { kind: 'gone' }, 1],
    ['redirects', { kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' }, 1],
  ] as const)(
    '%s: the run is not changed by it, the other channel is told, and the answer says so',
    async (_, reply, tries) => {
      await withDeployed({ jobs, instances }, async ({ inbox, tick }) => {
        inbox.script(reply, { times: 99, path: `/${secrets.urlPart}/ops` });
        const invocation = await tick();
        const [summary] = summariesOf(invocation);
        expect(summary?.status).toBe('succeeded');
        expect(invocation).toMatchObject({
          answer: { untold: [{ channel: 'ops', status: 'failed', attempts: tries }] },
        });
        const ops = inbox.messages.filter(({ path }) => path.endsWith('/ops'));
        expect(ops).toHaveLength(tries);
        expect(new Set(ops.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
        expect(inbox.messages.filter(({ path }) => path === '/plain')).toHaveLength(1);
      });
    },
  );
});
