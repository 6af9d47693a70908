import { hash } from 'node:crypto';
import type { CloudClock } from '../wire/cloud-clock.ts';
import type { AuditEntry, AuditEvent } from './audit-entry.ts';

/** What all services of a cloud share: one time, one run of request ids, and one record of what happened. */
export interface AuditLog {
  readonly clock: CloudClock;
  /** The instant (milliseconds since 1970), after everything that was due by then has been added. */
  now(): number;
  /** Adds what happened, each at its own instant. */
  add(...entries: readonly AuditEntry[]): void;
  /** Adds what happens now. */
  note(event: AuditEvent): void;
  /** All that happened up to now, in order. */
  entries(): readonly AuditEntry[];
  /** A fresh request id. */
  nextRequestId(): string;
  /** Calls a service that things happen in by themselves before anybody asks for the time, for it to add what is due. */
  onNow(addDue: (now: number) => void): void;
}

/** A log in which nothing has happened yet. */
export function createAuditLog(clock: CloudClock): AuditLog {
  const log: AuditEntry[] = [];
  const listeners: ((now: number) => void)[] = [];
  let requests = 0;
  const now = () => {
    const instant = clock.now();
    for (const addDue of listeners) addDue(instant);
    return instant;
  };
  return {
    clock,
    now,
    add: (...entries) => void log.push(...entries),
    note: (event) => void log.push({ at: now(), ...event }),
    entries() {
      now();
      return log.slice();
    },
    nextRequestId: () => hexOf(`request ${++requests}`),
    onNow: (addDue) => void listeners.push(addDue),
  };
}

/** 32 hexadecimal digits that follow from a text, so that two runs of one cloud can be compared. */
export function hexOf(text: string): string {
  return hash('sha256', text).slice(0, 32);
}
