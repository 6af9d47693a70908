import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errnoOf } from './file-failure.ts';

/** Who holds a lock, in words that a later process can judge. */
export type LockOwner = {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the kernel's own count since the machine's start; `''` where it cannot be told. */
  readonly began: string;
};

/** This process. */
export function thisProcess(): LockOwner {
  return { host: hostname(), pid: process.pid, began: beginOf(process.pid) };
}

/**
 * Whether a process is gone for certain: its number is free, or belongs to one that began at another time. Of another
 * machine, or of another container on the same disk, nothing can be said.
 */
export function isGone({ host, pid, began }: LockOwner): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    if (errnoOf(error) !== 'EPERM') return true;
  }
  const now = beginOf(pid);
  return began !== '' && now !== '' && now !== began;
}

/** Field 22 of Linux's /proc/<pid>/stat; the second, a name in parentheses, may hold anything. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
