import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, openEmptyFolder, run, startCloud } from '../e2e/installed.ts';
import { type Figure, figure } from './figure.ts';

type Taken = { readonly name: string; readonly value: number; readonly baseline: number };

/**
 * What somebody waits for who has the package's file and an empty folder: each command until the function is on the
 * local cloud, is changed and is taken away again, and all of them together. Right before each, the least that it could
 * take: a node that does nothing, and npm telling its version. Throws when one of them fails.
 */
export async function measureFromAnEmptyFolder(): Promise<Figure[]> {
  const around = await openEmptyFolder();
  const project = around.folder('project');
  const night = join(project, 'night');
  const schedule = join(night, 'config/schedule.yaml');
  const program = join(project, 'node_modules/.bin/nightshift');
  const taken: Taken[] = [];
  const secondsOf = async (name: string, work: () => Promise<Ended>) => {
    const begun = performance.now();
    const { code, stdout, stderr } = await work();
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}${stdout}`);
    return (performance.now() - begun) / 1_000;
  };
  const timed = async (name: string, work: () => Promise<Ended>, least: () => Promise<Ended>) => {
    const baseline = await secondsOf('its baseline', least);
    taken.push({ name, value: await secondsOf(name, work), baseline });
  };
  const bare = () => run(process.execPath, ['-e', '0'], { cwd: project });
  try {
    const npm = { cwd: project, environment: around.npm };
    await timed(
      'npm install of the package',
      () => run('npm', ['install', '--offline', around.tgz], npm),
      () => run('npm', ['--version'], npm),
    );
    const cloud = await startCloud(program, project, 120);
    const { exported: environment } = cloud;
    const nightshift = (cwd: string, ...args: readonly string[]) =>
      timed(`nightshift ${args[0]}`, () => run(program, args, { cwd, environment }), bare);
    try {
      await nightshift(project, 'init', 'night', '--yes');
      await nightshift(night, 'validate', '--strict');
      await nightshift(night, 'try');
      await nightshift(night, 'deploy', '--yes');
      const text = readFileSync(schedule, 'utf8');
      writeFileSync(schedule, text.replace('# cron: "30 3 * * *"', 'cron: "30 3 * * *"'));
      await nightshift(night, 'deploy', '--yes');
      await nightshift(night, 'remove', '--yes');
    } finally {
      await cloud.end();
    }
  } finally {
    await around.close();
  }
  const total = (key: 'value' | 'baseline') => taken.reduce((sum, each) => sum + each[key], 0);
  return [
    figure('from an empty folder to a function and back', 's', {
      value: total('value'),
      baseline: total('baseline'),
      atMost: 90,
    }),
    ...taken.map(({ name, ...each }) => figure(`- ${name}`, 's', each)),
  ];
}
