import { expect, test } from 'vitest';
import { openRunKey } from '../../../functions/maintenance/journal/register-keys.ts';
import { withDeployed } from './deployed-before.ts';
import { type Around, project, serverless } from './functiongraph-beside.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';

/** A schedule whose journal is at a prefix, and was moved from another. */
function schedule(endpoint: string, prefix: string, movedFrom?: string): string {
  const moved = movedFrom === undefined ? '' : `, movedFrom: "obs://journal/${movedFrom}"`;
  return `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: ${project} } }
journal: { url: "obs://journal/${prefix}", endpoint: "${endpoint}"${moved} }
jobs:
  nightly: { action: restart, cron: "30 3 * * *", targets: { region: beijing, names: ["cache-*"] } }
`;
}

async function deploy({ run: nightshift, write, cloud }: Around, prefix: string, movedFrom?: string) {
  write('schedule.yaml', schedule(cloud.endpoint, prefix, movedFrom));
  write('serverless.yml', serverless({ userEvent: '' }));
  const { code, stderr } = await nightshift(['deploy', '--yes']);
  expect(code).toBe(0);
  return stderr;
}

test('a journal that moves while runs are open is told of before it does, with what to do', async () => {
  await withDeployed(async (around) => {
    const bucket = around.cloud.obs.createBucket('journal');
    expect(await deploy(around, 'old')).toBe('');
    bucket.append(`old/${openRunKey(run, 1_795_375_800_000)}`, 0, Buffer.from('\n'), 0);
    expect(await deploy(around, 'new', 'old')).toBe('');
    // What is named there is still where the run is.
    const told = await deploy(around, 'newer');
    expect(told).toContain(
      `the journal moves from obs://journal/new to obs://journal/newer, and runs are open at its old place: ${run};`,
    );
    expect(told).toContain('or name that place in journal.movedFrom');

    around.cloud.obs.addFault({ operation: 'ListObjects', times: 1, effect: { kind: 'denied' } });
    expect(await deploy(around, 'last')).toMatch(
      /whether runs are open at its old place could not be seen: .*not allowed on newer\/open\//s,
    );
    // What is open at the place that stays is told where its job goes.
    const renamed = schedule(around.cloud.endpoint, 'last').replace('nightly:', 'noon:');
    bucket.append(`last/${openRunKey(run, 1_795_375_800_000)}`, 0, Buffer.from('\n'), 0);
    around.write('schedule.yaml', renamed);
    const { stderr } = await around.run(['deploy', '--dry-run']);
    expect(stderr).toContain(
      `the run ${run} is open: it has not begun, and will not, as the job "nightly" is not in the schedule any more (it is called "noon" now`,
    );
    bucket.remove(`last/${openRunKey(run, 1_795_375_800_000)}`);
    // Nothing is open there.
    expect(await deploy(around, 'end')).toBe('');
  });
});
