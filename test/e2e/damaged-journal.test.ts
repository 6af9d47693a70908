import { describe, expect, test } from 'vitest';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { brokenPromises } from './broken-promises.ts';
import { halfPastThree } from './deployed-night.ts';
import { type Durable, withDurable } from './durable-night.ts';
import { alpha, fleet, jobs } from './two-jobs.ts';

const key = `nightshift/${recordKey(alpha)}`;

/** Ends the process when both runs are in the journal and one of them has acted; then spoils a run's record. */
async function leaveAndSpoil(night: Durable, spoil: (record: Buffer) => Buffer): Promise<Buffer> {
  let acted = 0;
  night.cloud.interceptor = ({ method }) => {
    if (method === 'PUT') acted += 1;
    return acted === 2 ? 'kill-after' : 'pass';
  };
  await night.tick();
  night.cloud.interceptor = undefined;
  // What the process had sent before it ended may arrive after that.
  await night.cloud.clock.wait(30_000);
  const journal = night.cloud.obs.bucket('journal');
  const record = journal?.get(key)?.bytes;
  if (!journal || !record) throw new Error('the run has no record');
  const spoilt = spoil(record);
  journal.remove(key);
  journal.append(key, 0, spoilt, night.cloud.clock.now());
  return spoilt;
}

function flipped(record: Buffer): Buffer {
  const spoilt = Buffer.from(record);
  // Within the last line, behind its version and its checksum.
  const place = spoilt.lastIndexOf(10, -2) + 60;
  spoilt[place] = (spoilt[place] ?? 0) ^ 1;
  return spoilt;
}

describe('a record that cannot be read', () => {
  test.each([
    ['is damaged', flipped, /its checksum is not that of its content/],
    [
      'was written by a newer version',
      (record: Buffer) => Buffer.concat([record, Buffer.from('{"v":4,"sum":"0123456789abcdef","at":0}\n')]),
      /version 4 of the format, and this nightshift reads version 3 .* upgrade nightshift/,
    ],
  ])(
    'is told when it stays so: it %s, is left as it is, and stops no other run',
    async (_, spoil, reason) => {
      // People are told when nothing of it may start any more.
      const soon = jobs.replaceAll('    rollout', '    startDeadline: 5m\n    rollout');
      await withDurable({ jobs: soon, instances: fleet, scale: 6_000 }, async (night) => {
        const spoilt = await leaveAndSpoil(night, spoil);
        const before = night.cloud.audit().length;
        const told = () => new Map(night.summaries().map((summary) => [summary.job, summary]));
        for (const minutes of [5, 10]) {
          await night.cloud.clock.wait(halfPastThree + minutes * 60_000 - night.cloud.clock.now());
          await night.tick();
          expect([...told().keys()]).not.toContain('alpha');
        }
        expect(await night.ask({ command: 'status' })).toMatchObject({
          unfinished: expect.arrayContaining([expect.objectContaining({ run: alpha, state: 'unreadable' })]),
        });
        await night.cloud.clock.wait(600_000);
        await night.tick();
        await night.tick();

        const since = night.cloud.audit().slice(before);
        const touched = since.flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
        expect(touched).not.toContain(instanceIdOf('alpha-0'));
        expect(touched).not.toContain(instanceIdOf('alpha-1'));
        expect(night.cloud.obs.bucket('journal')?.get(key)?.bytes).toEqual(spoilt);

        expect([...told().keys()].sort()).toEqual(['alpha', 'beta']);
        const beta = { selected: fleet.slice(2), concurrency: 2 };
        const alphas = new RegExp(`alpha|${instanceIdOf('alpha-0')}|${instanceIdOf('alpha-1')}`);
        expect(brokenPromises(night, beta).filter((promise) => !alphas.test(promise))).toEqual([]);

        // Told once, and no more at every tick.
        expect(told().get('alpha')).toMatchObject({
          run: alpha,
          status: 'failed',
          problems: [{ code: expect.stringMatching(/^journal\./), reason: expect.stringMatching(reason) }],
        });
        // Moved away, the same fire would run again.
        expect(JSON.stringify(told().get('alpha'))).toMatch(/leave the object where it is/);
        expect(night.failures()).toEqual([]);
        expect(await night.ask({ command: 'status' })).toMatchObject({
          unfinished: [],
          ended: expect.arrayContaining([expect.objectContaining({ run: alpha, status: 'failed' })]),
        });
      });
    },
  );
});

function callsToDcs({ cloud }: Durable): readonly string[] {
  return cloud
    .audit()
    .flatMap((entry) => (entry.kind === 'call' && !entry.path.includes('/fgs/') ? [entry.path] : []));
}

describe('a journal that cannot be reached', () => {
  test('starts nothing, says so, and the next tick makes up for it', async () => {
    // At the usual scale the time for telling, 20 seconds, would be over before a busy machine has told.
    await withDurable({ jobs, instances: fleet }, async (night) => {
      night.noteTick(halfPastThree - 300_000);
      night.cloud.interceptor = ({ target }) => (target.startsWith('/journal') ? 'drop-before' : 'pass');
      await night.tick();
      expect(callsToDcs(night)).toEqual([]);
      expect(night.ends().map(({ end }) => end)).toEqual(['failed']);
      expect(night.failures()).toEqual([expect.stringContaining('journal.unreachable')]);

      night.cloud.interceptor = undefined;
      await night.tickUntilOver();
      expect(brokenPromises(night, { selected: fleet, concurrency: 2 })).toEqual([]);
      expect(night.summaries().map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    });
  });

  test('starts nothing where the bucket refuses, and says what to do', async () => {
    const obsFaults = [{ operation: 'any', effect: { kind: 'denied' } }] as const;
    await withDurable({ jobs, instances: fleet, obsFaults }, async (night) => {
      await night.tick();
      expect(callsToDcs(night)).toEqual([]);
      expect(night.failures()).toEqual([expect.stringContaining('journal.denied')]);
    });
  });
});
