import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The most memory a process that lives has held, in bytes. Not `maxRSS`: on Linux that begins with what the parent
 * held when it forked, and the parent of what is measured here is a whole cloud. Throws where there is no `/proc`.
 */
export function peakOfProcess(pid: number | 'self'): number {
  return peakIn(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** The seconds of CPU that a process and what the kernel did for it took so far; the kernel counts in hundredths. */
export function cpuOfProcess(pid: number): number {
  // The second field is the program's name, in brackets and with any characters in it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The most memory of a node that does nothing but tell it. */
export function peakOfBareNode(): number {
  const program = `process.stdout.write(require('node:fs').readFileSync('/proc/self/status', 'utf8'))`;
  return peakIn(spawnSync(process.execPath, ['-e', program], { env: {}, encoding: 'utf8' }).stdout);
}

/** The processes that this one has started and that live. */
export function childPids(): readonly number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

function peakIn(status: string): number {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(status) ?? [];
  if (kilobytes === undefined) throw new Error('the process tells no peak of its memory');
  return Number(kilobytes) * 1024;
}
