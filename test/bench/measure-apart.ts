import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Figure } from './figure.ts';

/** The figures of one measure, taken by a bench in a process of its own. Throws when that does not tell any. */
export async function measureApart(name: string, isQuick: boolean): Promise<readonly Figure[]> {
  const [, bench = ''] = process.argv;
  const argv = [bench, '--only', name, '--json', ...(isQuick ? ['--quick'] : [])];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => void child.kill();
  process.once('exit', end);
  const [told, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  process.off('exit', end);
  // It ends with 1 when a limit is broken as well, which whoever has the figures sees.
  if (told === '') throw new Error(`${name}: the process that measured it ended with ${status}`);
  return (JSON.parse(told) as { readonly figures: readonly Figure[] }).figures;
}
