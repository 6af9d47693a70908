import { expect, test } from 'vitest';
import { openRunKey } from '../../../functions/maintenance/journal/register-keys.ts';
import { withDeployed } from './deployed-before.ts';
import {
  type Around,
  codeAnswering,
  codePath,
  project,
  serverless,
  urn,
  withFunctionGraph,
} from './functiongraph-beside.ts';

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

/** Lets a run be open at a prefix: it was entered, and nobody came to begin it. */
function openRun({ cloud }: Around, prefix: string): void {
  cloud.obs
    .createBucket('journal')
    .append(`${prefix}/${openRunKey(run, 1_795_375_800_000)}`, 0, Buffer.from('\n'), 0);
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
    const back = await around.run(['deploy', '--to', '4', '--dry-run']);
    expect(back.stderr).toContain(
      `the journal moves from obs://journal/last to obs://journal/newer, and runs are open at its old place: ${run};`,
    );
    bucket.remove(`last/${openRunKey(run, 1_795_375_800_000)}`);
    // Nothing is open there.
    expect(await deploy(around, 'end')).toBe('');
  });
});

test('a function that is new tells of the open runs that it comes upon, and remove of those that it cuts off', async () => {
  await withFunctionGraph({}, async (around) => {
    around.write(codePath, codeAnswering('one'));
    openRun(around, 'here');
    const is = `the run ${run} is open in obs://journal/here: it has not begun`;
    expect(await deploy(around, 'here')).toContain(`${is}; the next tick begins it if it is still in time`);
    // The one that goes on with it is there.
    expect((await around.run(['status'])).stdout).not.toContain('nobody goes on');

    // Somebody turns its timer off at the console; with that on again it comes back.
    const { json } = await around.ask('GET', `triggers/${urn}`);
    const [{ trigger_id: id }] = json as [{ trigger_id: string }];
    await around.ask('PUT', `triggers/${urn}/TIMER/${id}`, { trigger_status: 'DISABLED' });
    expect((await around.run(['status'])).stdout.replace(/\s+/g, ' ')).toContain(
      'nothing continues it: no timer of nightshift that names no job is on',
    );
    expect(await deploy(around, 'here')).toContain(`${is}; the next tick begins it`);

    const cut = `the run ${run} of the job nightly is open and has not begun: it will not`;
    const shown = await around.run(['remove', '--dry-run', '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ warnings: [cut] });
    around.cloud.obs.addFault({ operation: 'ListObjects', times: 1, effect: { kind: 'denied' } });
    expect((await around.run(['remove', '--dry-run'])).stderr).toMatch(
      /it is not known whether this cuts off open runs of nightshift: .*not allowed on here\/open\//s,
    );
    expect((await around.run(['remove', '--yes'])).stderr).toBe(
      `warning: ${cut}\n-> let them end first, or cancel them (nightshift status, nightshift cancel RUN); a function that is deployed with the same journal goes on with them\n`,
    );

    const status = await around.run(['status']);
    expect(status.stdout.replace(/\s+/g, ' ')).toContain(
      'nothing continues it: the function nightshift is not there',
    );
    expect(status.stderr).toBe(
      'nightshift is not deployed: FunctionGraph has no such function in cn-north-4\n',
    );

    around.write('schedule.yaml', schedule(around.cloud.endpoint, 'here').replace('nightly:', 'noon:'));
    const { code, stderr, stdout } = await around.run(['deploy', '--yes']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `warning: ${is}, and will not, as the job "nightly" is not in the schedule\n`,
    });
    expect(stdout).toMatch(/nightshift is as serverless\.yml says; mind the warning above\n$/);
  });
});

test('a journal whose bucket does not exist is told at the first deploy, and at each until it does', async () => {
  await withFunctionGraph({}, async (around) => {
    around.write(codePath, codeAnswering('one'));
    const told =
      /no run begins until the journal obs:\/\/journal\/here can be used: .*there is no bucket journal at .*; create it in that region, or correct its name or region/;
    expect(await deploy(around, 'here')).toMatch(told);
    const again = await around.run(['deploy', '--yes', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      functions: [{ state: 'unchanged' }],
      warnings: [expect.stringMatching(told)],
    });
    around.cloud.obs.createBucket('journal');
    expect((await around.run(['deploy', '--yes'])).stderr).toBe('');
  });
});
