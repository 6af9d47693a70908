import type { Instance, InstanceFacts } from '../plan/instance.ts';
import type { Action } from '../schedule/schema.ts';
import type { CallFailure } from './call-failure.ts';

/** What DCS answered to a submit, joined by instance id. An id in neither list was not named in the answer. */
export type SubmitAnswer =
  | { readonly kind: 'answered'; readonly accepted: readonly string[]; readonly rejected: readonly string[] }
  | { readonly kind: 'refused'; readonly failure: CallFailure };

/** Figures beside the status: key counts, and how many nodes of each instance are healthy. */
export type Measurements = {
  /** Keys by instance id, RUNNING instances only. */
  readonly keys: ReadonlyMap<string, number>;
  /** Nodes by instance id; an instance that DCS tells no nodes of is absent. */
  readonly nodes: ReadonlyMap<string, NodeHealth>;
};

/** The topology of an instance in three numbers; as healthy as before means none of them got worse. */
export type NodeHealth = { readonly total: number; readonly active: number; readonly masters: number };

/** Port to the instances of the schedule's regions, each named as in the schedule. */
export interface Fleet {
  /** Every instance of the region, each once. Throws `CallError`. */
  list(region: string): Promise<readonly Instance[]>;
  /** One instance with its current task taken into `idle`; `undefined` when there is none. Throws `CallError`. */
  show(region: string, id: string): Promise<Instance | undefined>;
  /**
   * What decides whether the instance keeps its data; `undefined` when there is none. Throws `CallError` only when
   * the instance itself cannot be read: what else cannot, for want of a permission say, is left `undefined`.
   */
  facts(region: string, id: string): Promise<InstanceFacts | undefined>;
  /** Sends one action for at most 50 instances. Never throws: every end of a call is an answer. */
  submit(region: string, action: Action, ids: readonly string[]): Promise<SubmitAnswer>;
  /** Key counts and node health of the region's instances; what cannot be read is left out. */
  measure(region: string): Promise<Measurements>;
}
