import type { DcsAction } from './dcs-action.ts';
import type { DcsOperation } from './dcs-call.ts';
import type { DcsErrorCode } from './dcs-error.ts';
import { type Book, createBook, type FaultCount } from './fault-count.ts';

/** Something that goes wrong, as data: in which calls, how often, and what. */
export type Fault = FaultCount & {
  readonly operation: DcsOperation | 'any';
  /** Only calls that are about this; every call of the operation when left out. */
  readonly matches?: {
    readonly project?: string;
    /** An id in the path, or among the ids of a status change. */
    readonly instance?: string;
    readonly action?: DcsAction;
  };
  readonly effect: FaultEffect;
};

/** What goes wrong. */
export type FaultEffect =
  // The call is not carried out.
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-error'; readonly code: 'DCS.5000' | 'DCS.5006' }
  | { readonly kind: 'dropped-before' }
  | { readonly kind: 'credentials-expired' }
  | { readonly kind: 'forbidden' }
  // The call is carried out, but its answer is lost or spoilt.
  | { readonly kind: 'gateway-timeout' }
  | { readonly kind: 'dropped-after' }
  | { readonly kind: 'slow-answer'; readonly seconds: number }
  | { readonly kind: 'malformed'; readonly as: 'html' | 'truncated-json' }
  /** `results` without the matched instance, or without its first item where no instance is matched. */
  | { readonly kind: 'result-missing' }
  | { readonly kind: 'results-reversed' }
  // The matched instance of a status change, or each of its instances where none is matched.
  | { readonly kind: 'item-failed' }
  | { readonly kind: 'call-refused'; readonly code: DcsErrorCode }
  | { readonly kind: 'acceptance-lag'; readonly seconds: number }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'ends-in-error' }
  /** RUNNING again, but one node stays Inactive. */
  | { readonly kind: 'node-lost' }
  /** RUNNING again, but empty, although it should have kept its data. */
  | { readonly kind: 'data-lost' }
  // A backup that is asked for comes to another end, or takes longer.
  | { readonly kind: 'backup-fails' }
  | { readonly kind: 'backup-vanishes' }
  | { readonly kind: 'backup-expires' }
  | { readonly kind: 'backup-not-restorable' }
  | { readonly kind: 'backup-takes'; readonly seconds: number }
  // Something happens to an instance just before the call.
  | { readonly kind: 'backup-begins'; readonly instance: string; readonly seconds: number }
  | { readonly kind: 'instance-vanishes'; readonly instance: string };

/** What a fault is matched against. */
export type CallFacts = {
  readonly operation: DcsOperation;
  readonly project: string;
  readonly instances: readonly string[];
  readonly action: DcsAction | undefined;
};

/** The scripted faults of a cloud, and how often each was played. */
export type FaultBook = Book<Fault, CallFacts>;

/** A book with these faults in it. */
export function createFaultBook(faults: readonly Fault[]): FaultBook {
  return createBook(faults, isAbout);
}

function isAbout({ operation, matches = {} }: Fault, facts: CallFacts): boolean {
  const { project, instance, action } = matches;
  return (
    (operation === 'any' || operation === facts.operation) &&
    (project === undefined || project === facts.project) &&
    (instance === undefined || facts.instances.includes(instance)) &&
    (action === undefined || action === facts.action)
  );
}
