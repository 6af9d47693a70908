import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** The kernel counts in hundredths of a second, whatever it is built with. */
const msPerTick = 10;
/** A process that computes nothing and says nothing for so long waits for something that is not ours to see. */
const patienceMs = 30_000;

/**
 * For how many milliseconds a process has computed from now on. Not how long that took: on a busy machine a process
 * waits for its turn, and a stopped one does nothing. Where the system does not tell, it is the time that goes by.
 */
export function measureEffort(pid: number | undefined): () => number {
  const began = performance.now();
  const before = processorMs(pid);
  return () => {
    const elapsed = performance.now() - began;
    const computed = processorMs(pid);
    if (before === undefined || computed === undefined) return elapsed;
    return Math.max(computed - before, elapsed - patienceMs);
  };
}

/** All of its threads, with what the kernel does for them. */
function processorMs(pid: number | undefined): number | undefined {
  try {
    // The second field is the program's name, in brackets and with any characters in it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    // No /proc, so no Linux; or it has ended.
    return undefined;
  }
}
