import type { CallCause } from '../foundation/call-cause.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/** A DCS instance as `ListInstances` and `ShowInstance` tell of it, in our words. */
export type Instance = {
  readonly id: string;
  readonly name: string;
  /** The region's name in the schedule, not Huawei's id. */
  readonly region: string;
  /** `Redis` or `Memcached`. */
  readonly engine: string;
  /** `5.0`, `3.0.7`, … */
  readonly engineVersion: string;
  /** DCS's own: RUNNING, ERROR, RESTARTING, …; unknown values are kept. */
  readonly status: string;
  /** Nothing else is going on: `sub_status` is normal or absent and, where it was asked, `task` is null. */
  readonly idle: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly zones: readonly string[];
  /** Its id; `0` is the default one. This and what follows is `undefined` where DCS tells none, or none that can be read. */
  readonly enterpriseProject?: string | undefined;
  /** DCS's own: `single`, `ha`, …; unknown values are kept. Most lists tell none. */
  readonly cacheMode?: string | undefined;
  /** Why it could not be read where it was asked for. */
  readonly cacheModeUnread?: CallCause | undefined;
  /** In megabytes, of which a gigabyte has 1024. */
  readonly capacity?: number | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt?: number | undefined;
  /** `updated_at` as sent; a change after a lost answer hints that the action was taken. */
  readonly updatedAt: string | undefined;
  /** When it may be worked on, as far as DCS tells; left out for nothing. */
  readonly maintenance?: MaintenanceWindow;
  /** What of its row DCS wrote in a way that cannot be read; absent where all of it can. */
  readonly unread?: readonly UnreadField[];
};

/** A field that an instance is selected or judged by; `rows` where it has two which differ. */
export type UnreadField = 'id' | 'status' | 'name' | 'tags' | 'engineVersion' | 'rows';

/** No status of DCS: what it says cannot be read. */
export const unreadStatus = 'UNREADABLE';

/** What decides whether an instance keeps its data, as far as DCS tells it. */
export type InstanceFacts = {
  /** DCS's own: `single`, `ha`, `cluster`, `proxy`, `ha_rw_split`; unknown values are kept. `undefined`: not told. */
  readonly cacheMode: string | undefined;
  /** Nodes of a shard, its master among them; `undefined`: not told, or could not be read. */
  readonly replicasPerShard: number | undefined;
  /** Every write goes to a file too; `undefined`: not told, or the configuration could not be read. */
  readonly appendOnly: boolean | undefined;
  /** What DCS is doing with it now, such as `BACKUPING`; `undefined`: nothing. */
  readonly task: string | undefined;
  /** Why what is `undefined` could not be read; left out where DCS just does not tell it. */
  readonly unread?: {
    readonly replicas?: CallCause | undefined;
    readonly appendOnly?: CallCause | undefined;
  };
};

/** Why nothing is known of how an instance keeps its data. */
export type UnreadFacts = { readonly unreadable: CallCause };

/**
 * What an instance is called before people: its name, or its id where the name is missing or has nothing in it that can
 * be seen.
 */
export function shownName({ id, name }: Pick<Instance, 'id' | 'name'>): string {
  return /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u.test(name) ? name : id;
}
