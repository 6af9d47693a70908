import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `
  nightly:
    action: flush
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    destroysData: acknowledged
    backup: none
    rollout: { concurrency: 1 }
    settle: { poll: 1s, acceptance: 4s, inFunction: 1s }
    notify: [plain]
`;
const instances = ['cache-1', 'cache-2'].map((name) => ({ name, flushSeconds: 60 }));
const run = 'nightly@2026-11-23T03:30:00+08:00';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a disk that is full is said to be that, once, and nothing starts until there is room', async () => {
  const folder = await emptyFolder();
  const draft = join(folder, `${recordKey(run)}+`);
  await mkdir(join(folder, 'runs'));
  await symlink('/dev/full', draft);
  await withDeployed({ jobs, instances, more: `journal: "file:${folder}"\n` }, async (deployed) => {
    const { tick, reach, inbox, cloud } = deployed;
    for (const minutes of [0, 5]) {
      await reach(halfPastThree + minutes * 60_000);
      const failed = await tick(halfPastThree + minutes * 60_000);
      expect(failed.kind).toBe('failed');
      expect(failed.logs.join('\n')).toContain('the disk is full; make room on it');
      expect(failed.logs.join('\n')).not.toContain('bug');
    }
    const told = inbox.messages.flatMap(({ path, body }) => (path.endsWith('plain') ? [body] : []));
    expect(told).toEqual([expect.stringMatching(/journal\.denied.*the disk is full; make room on it/)]);
    expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toEqual([]);
    await rm(draft);
    await reach(halfPastThree + 600_000);
    const begun = await tick(halfPastThree + 600_000);
    expect(begun).toMatchObject({ kind: 'answered' });
    expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
  });
});

test('a run that is open where the journal was is finished there, and what ended there does not run again', async () => {
  const [old, fresh] = [await emptyFolder(), await emptyFolder()];
  await withDeployed({ jobs, instances, more: `journal: "file:${old}"\n` }, async (deployed) => {
    const { tick, reach, rewrite, cloud } = deployed;
    const tickAt = async (minutes: number) => {
      await reach(halfPastThree + minutes * 60_000);
      return tick(halfPastThree + minutes * 60_000);
    };
    expect(await tickAt(0)).toMatchObject({ answer: { unfinished: [{ run, left: 2 }] } });
    await rewrite((schedule) =>
      schedule.replace(`"file:${old}"`, `{ url: "file:${fresh}", movedFrom: "file:${old}" }`),
    );
    // The same fire once more, as the tick that brought it.
    expect(await tickAt(0)).toMatchObject({ answer: { unfinished: [{ run }] } });
    const told = [];
    for (let minutes = 5; minutes <= 30; minutes += 5) told.push(...summariesOf(await tickAt(minutes)));
    expect(told).toMatchObject([{ run, counts: { selected: 2, succeeded: 2 } }]);
    expect(summariesOf(await tickAt(0))).toEqual([]);
    expect(await deployed.invoke({ command: 'status' })).toMatchObject({
      answer: { unfinished: [], ended: [{ run, status: 'succeeded' }] },
    });
    const timer = { trigger_type: 'TIMER', time: new Date(halfPastThree).toISOString() };
    await deployed.invoke({ ...timer, user_event: JSON.stringify({ job: 'nightly' }) });
    expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
  });
});
