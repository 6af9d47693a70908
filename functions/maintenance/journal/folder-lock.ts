import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../foundation/clock.ts';
import { errnoOf } from './file-failure.ts';
import { StoreError } from './store.ts';

const patienceMs = 10_000;
const pauseMs = 5;

const ticketSchema = z.object({ id: z.string(), host: z.string(), pid: z.number(), began: z.string() });

/** Who holds a lock, and a word that is in no other ticket. */
type Ticket = z.output<typeof ticketSchema>;

/** One that wants the lock of a folder: its ticket lies in a file of its own, and a lock is a link to it. */
type Applicant = {
  readonly folder: string;
  readonly file: string;
  readonly clock: Clock;
  readonly until: number;
};

/**
 * Does something while nobody else on this machine holds the lock of the folder; waits for its turn up to ten seconds,
 * then throws `StoreError` (`unreachable`, `LOCKED`). The lock of a process that is gone is taken over. All files of
 * the lock have a `+` in their names.
 */
export async function underLock<Result>(
  folder: string,
  clock: Clock,
  work: () => Promise<Result>,
): Promise<Result> {
  const ticket: Ticket = { id: randomUUID(), ...thisProcess() };
  const file = join(folder, `+ticket+${ticket.id}`);
  const lock = join(folder, '+lock');
  try {
    await writeFile(file, JSON.stringify(ticket));
    await acquire(lock, { folder, file, clock, until: clock.now() + patienceMs });
  } finally {
    await rm(file, { force: true });
  }
  try {
    return await work();
  } finally {
    // What was done is done; should the lock stay behind, whoever waits for it is told where it lies.
    await unlink(lock).catch(() => undefined);
  }
}

/** A link is made only if its name is free, and is whole at once: nobody ever finds a lock without its ticket in it. */
async function acquire(lock: string, applicant: Applicant): Promise<void> {
  const { file, clock, until } = applicant;
  for (;;) {
    try {
      return await link(file, lock);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
    const holder = await holderOf(lock);
    if (holder === undefined) continue;
    if (holder === 'unreadable' || isGone(holder)) await takeAway(lock, holder, applicant);
    else if (clock.now() < until) await clock.wait(pauseMs);
    else throw locked(lock, holder);
  }
}

/**
 * Removes the lock of a holder that is gone. Of all who see that it is, one at a time may do so, and only if the lock
 * is still that holder's: a slow one would else remove the lock of the next. Who is gone in the midst of this holds a
 * lock like any other, which is taken away in the same way.
 */
async function takeAway(lock: string, gone: Ticket | 'unreadable', applicant: Applicant): Promise<void> {
  const heir = join(applicant.folder, `+heir+${idOf(gone)}`);
  await acquire(heir, applicant);
  try {
    const holder = await holderOf(lock);
    if (holder !== undefined && idOf(holder) === idOf(gone)) await unlink(lock);
    if (gone !== 'unreadable') await rm(join(applicant.folder, `+ticket+${gone.id}`), { force: true });
  } finally {
    await unlink(heir);
  }
}

function idOf(holder: Ticket | 'unreadable'): string {
  return holder === 'unreadable' ? holder : holder.id;
}

/** `unreadable` is what a machine leaves that lost its power: tickets are not worth the time to make them durable. */
async function holderOf(lock: string): Promise<Ticket | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(lock, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return ticketSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

function locked(lock: string, { pid, host }: Ticket): StoreError {
  return new StoreError(
    'unreachable',
    'LOCKED',
    `${lock} is held by process ${pid} on ${host} - if that one is gone, remove the file`,
  );
}

/** Who holds a lock, in words that a later process can judge. */
type LockOwner = {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the kernel's own count since the machine's start; `''` where it cannot be told. */
  readonly began: string;
};

/** This process. */
function thisProcess(): LockOwner {
  return { host: hostname(), pid: process.pid, began: beginOf(process.pid) };
}

/**
 * Whether a process is gone for certain: its number is free, or belongs to one that began at another time. Of another
 * machine, or of another container on the same disk, nothing can be said.
 */
function isGone({ host, pid, began }: LockOwner): boolean {
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
