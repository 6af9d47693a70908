import type { InvocationCause } from '../foundation/audit-entry.ts';
import type { FgsCall } from './fgs-call.ts';
import type { FgsErrorCode } from './fgs-error.ts';

/** An asynchronous event as it comes in, however often it will be delivered. */
export type IncomingEvent = {
  readonly cause: Exclude<InvocationCause, 'sync' | 'retry'>;
  readonly function: string;
  readonly requestId: string;
  /** The how-manieth since the platform was made, from 1. */
  readonly nth: number;
};

/** One delivery of an event: how many cloud seconds late, and whether under a request id of its own. */
type Delivery = { readonly afterSeconds: number; readonly requestId?: 'same' | 'fresh' };

/** What FunctionGraph's documents leave open: each answer can be chosen, and changed at any time. */
export type PlatformKnobs = {
  /** Whether a timer's or an asynchronous event comes once, more often, late or never: no guarantee is published. */
  deliver: (event: IncomingEvent) => readonly Delivery[];
  /** How often a failed asynchronous event is delivered again where no asynchronous configuration says so. */
  retriesWithoutConfig: number;
  /** How old such an event may get. */
  maxAgeWithoutConfigSeconds: number;
  /** Cloud seconds between a failure and the next attempt. */
  retryDelaySeconds: number;
  /** What becomes of an asynchronous event that comes while all instances a function may have are busy. */
  whenBusy: 'queued' | 'discarded';
  /** Whether a changed configuration ends the warm instances, or only counts for new ones. */
  configUpdate: 'recycles' | 'keeps-warm';
  /** Whether the update of a trigger takes a new schedule; documented is its status. */
  triggerUpdate: 'status-only' | 'schedule-too';
  /** Whether a trigger can be made turned off: the API has a place for it, and Terraform's provider does not use it. */
  madeTurnedOff: boolean;
  /** Whether a function may have two timers of one name: an error says no, the deploy plugin's leftovers say yes. */
  timerNamesakes: 'refused' | 'allowed';
  /** Whether environment variables are in `process.env`, too. */
  userDataInEnvironment: boolean;
  /** Whether an error's own name or that of its class is told as its `errorType`. */
  errorTypeFrom: 'name' | 'class';
  /** The characters that all environment variables may have together: 4,096 in the guide, 2,048 in an error's text. */
  userDataLimit: 4096 | 2048;
  /** The region's time zone: of expressions without `CRON_TZ`, and of the time in a timer's event. */
  timeZone: string;
  /** Cloud seconds after which an idle instance is ended. */
  idleSeconds: number;
  /** The most instances of a function on this machine, whatever it is configured with. */
  mostInstances: number;
  /**
   * What becomes of an answer to a synchronous invocation that is longer: Huawei's own runtime fails the invocation beyond
   * the documented 6 MB.
   */
  answerLimit: { readonly bytes: number; readonly beyond: 'refused' | 'cut' };
  /** The code for a function that is not there, and for an asynchronous configuration that a function has not. */
  absentFunction: FgsErrorCode;
  absentAsyncConfig: FgsErrorCode;
  /** Whether a function's configuration tells encrypted variables, without their values. */
  encryptedVariables: 'left-out' | 'masked';
  /** Whether it tells how many instances the function may have. */
  mostInstancesTold: boolean;
  /** By what the digest of code is computed from its zip; no document says. */
  digestOf: 'sha512' | 'sha256';
  /** Triggers are answered as a list, or as one within a document. */
  triggerList: 'bare' | 'in-a-document';
  /** Whether triggers are told with `sync_execution`. */
  syncExecutionTold: boolean;
  /** Whether `latest` is told among the versions. */
  latestAmongVersions: boolean;
  /** The code of a refusal for who has not been granted an action. */
  deniedCode: string;
  /** IAM actions that the caller has not been granted. */
  deniedActions: readonly string[];
  /** What goes wrong with a call, before or after it is carried out, as soon as that is known; nothing where `undefined`. */
  fails: (call: FgsCall) => FgsFault | undefined | Promise<FgsFault | undefined>;
};

/** What is answered to a call that fails. */
export type FgsFault = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly carriedOut?: boolean;
};

/** The likeliest answers. */
export const defaultPlatformKnobs: PlatformKnobs = {
  deliver: () => [{ afterSeconds: 0 }],
  retriesWithoutConfig: 0,
  maxAgeWithoutConfigSeconds: 86_400,
  retryDelaySeconds: 10,
  whenBusy: 'queued',
  configUpdate: 'recycles',
  triggerUpdate: 'status-only',
  madeTurnedOff: true,
  timerNamesakes: 'refused',
  userDataInEnvironment: false,
  errorTypeFrom: 'name',
  userDataLimit: 4096,
  timeZone: 'Asia/Shanghai',
  idleSeconds: 60,
  mostInstances: 8,
  answerLimit: { bytes: 6_291_456, beyond: 'refused' },
  absentFunction: 'FSS.1051',
  absentAsyncConfig: 'FSS.0404',
  encryptedVariables: 'left-out',
  mostInstancesTold: true,
  digestOf: 'sha512',
  triggerList: 'bare',
  syncExecutionTold: true,
  latestAmongVersions: true,
  deniedCode: 'FSS.0403',
  deniedActions: [],
  fails: () => undefined,
};

/** Delivers the next `count` events twice, the second time `afterSeconds` later, and those that follow once. */
export function nextTwice(count: number, afterSeconds = 0): PlatformKnobs['deliver'] {
  let left = count;
  return () => (left-- > 0 ? [{ afterSeconds: 0 }, { afterSeconds }] : [{ afterSeconds: 0 }]);
}
