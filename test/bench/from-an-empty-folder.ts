import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, openEmptyFolder, run, startCloud } from '../e2e/installed.ts';
import { type Figure, figure } from './figure.ts';

/**
 * What somebody waits for who has the package's file and an empty folder: each command until the function is on the
 * local cloud, is changed and is taken away again, and all of them together. Throws when one of them fails.
 */
export async function measureFromAnEmptyFolder(): Promise<Figure[]> {
  const around = await openEmptyFolder();
  const project = around.folder('project');
  const night = join(project, 'night');
  const schedule = join(night, 'config/schedule.yaml');
  const program = join(project, 'node_modules/.bin/nightshift');
  const taken: { readonly name: string; readonly seconds: number }[] = [];
  const timed = async (name: string, work: () => Promise<Ended>) => {
    const begun = performance.now();
    const { code, stdout, stderr } = await work();
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}${stdout}`);
    taken.push({ name, seconds: (performance.now() - begun) / 1_000 });
  };
  try {
    await timed('npm install of the package', () =>
      run('npm', ['install', '--offline', around.tgz], { cwd: project, environment: around.npm }),
    );
    const cloud = await startCloud(program, project, 120);
    const { exported: environment } = cloud;
    const nightshift = (cwd: string, ...args: readonly string[]) =>
      timed(`nightshift ${args[0]}`, () => run(program, args, { cwd, environment }));
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
  const total = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    figure('from an empty folder to a function and back', 's', { value: total, baseline: null, atMost: 90 }),
    ...taken.map(({ name, seconds }) => figure(`- ${name}`, 's', { value: seconds, baseline: null })),
  ];
}
