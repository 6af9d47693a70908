import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { halfPastThree, withDeployed } from './deployed-night.ts';

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
