import { isoInZone } from '../../maintenance/foundation/time/iso-in-zone.ts';
import type { AuditEntry, AuditEntryOf } from '../foundation/audit-entry.ts';
import type { Cloud } from '../gateway/cloud.ts';

const chinaMs = 28_800_000;

/** Prints what happens in a cloud while it happens, a line each; call the answer to print the rest and stop. */
export function followCloud(
  cloud: Cloud,
  nameOf: (instance: string) => string,
  print: (line: string) => void,
): () => void {
  let shown = 0;
  const printNew = () => {
    const log = cloud.audit();
    for (const entry of log.slice(shown)) {
      const line = describe(entry, nameOf);
      if (line !== undefined) print(`  ${isoInZone(entry.at, chinaMs).slice(11, 19)}  ${line}`);
    }
    shown = log.length;
  };
  const timer = setInterval(printNew, 100);
  return () => {
    clearInterval(timer);
    printNew();
  };
}

function describe(entry: AuditEntry, nameOf: (instance: string) => string): string | undefined {
  switch (entry.kind) {
    case 'accepted':
      return `${nameOf(entry.instance)}  ${entry.action} accepted`;
    case 'rejected':
      return `${nameOf(entry.instance)}  ${entry.action} not accepted: ${entry.code}`;
    case 'status':
      return `${nameOf(entry.instance)}  ${entry.from} -> ${entry.to}`;
    case 'nodes':
      return `${nameOf(entry.instance)}  ${entry.active} of ${entry.total} nodes active`;
    case 'backup':
      return `${nameOf(entry.instance)}  backup ${entry.result}`;
    case 'maintenance':
      return `${nameOf(entry.instance)}  maintenance window ${entry.begin}-${entry.end}`;
    case 'invocation':
      return invocationText(entry);
    case 'call':
    case 'intercepted':
    case 'obs':
      return undefined;
    default:
      return entry satisfies never;
  }
}

function invocationText(entry: AuditEntryOf<'invocation'>): string {
  const which = `function (${entry.cause})`.padEnd(26);
  switch (entry.phase) {
    case 'begins':
      return `${which}  begins`;
    case 'ends':
      return `${which}  ${entry.end}, after ${Math.round(entry.cloudMs / 1_000)} s`;
    case 'dropped':
      return `${which}  not delivered: ${entry.why}`;
    default:
      return entry satisfies never;
  }
}
