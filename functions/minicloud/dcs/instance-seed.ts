import { hexOf } from '../foundation/audit-log.ts';

/** DCS's `cache_mode`: single-node, master/standby, Redis cluster, proxy cluster, read/write splitting. */
type CacheMode = 'single' | 'ha' | 'cluster' | 'proxy' | 'ha_rw_split';

/** What an instance is to be like; only the name is needed. */
export type InstanceSeed = {
  readonly name: string;
  /** UUID; follows from the name when left out. */
  readonly id?: string;
  /** One of the cloud's regions; the first when left out. */
  readonly region?: string;
  readonly engine?: 'Redis' | 'Memcached';
  readonly engineVersion?: string;
  readonly cacheMode?: CacheMode;
  /** Less than one is told as a 0 with the rest of it beside. */
  readonly capacityGb?: number;
  /** The id of its enterprise project; the default one when left out. */
  readonly enterpriseProject?: string;
  /** How long ago it was created, when the cloud starts. */
  readonly ageSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly zones?: readonly string[];
  readonly shards?: number;
  /** Nodes of a shard, its master included. */
  readonly replicas?: number;
  readonly appendOnly?: boolean;
  readonly status?: string;
  readonly subStatus?: string;
  /** After how many cloud seconds a status other than RUNNING and ERROR becomes RUNNING; never when left out. */
  readonly settlesAfterSeconds?: number;
  readonly keys?: number;
  /** How fast clients write new keys. */
  readonly keysPerSecond?: number;
  /** How long a backup that runs from the start takes; none runs when left out. */
  readonly backupSeconds?: number;
  /** Backups from before. */
  readonly backups?: readonly BackupSeed[];
  /** How long a backup that is asked for takes, once it has begun. */
  readonly newBackupSeconds?: number;
  readonly restartSeconds?: number;
  readonly flushSeconds?: number;
  /** What CES measures of it; what is left out follows from its name. */
  readonly measured?: MeasuredSeed;
  /** As DCS tells it, in whatever spelling. */
  readonly maintenance?: CloudMaintenance;
  /** Its owner sets another one, some cloud seconds after the start. */
  readonly maintenanceChanges?: readonly (CloudMaintenance & { readonly afterSeconds: number })[];
};

/** How an instance is used, for what is measured of it. */
type MeasuredSeed = {
  /** Resident over used memory before it was last restarted, of its worst node. */
  readonly fragmentation?: number;
  /** A second, at the busiest time of the day. */
  readonly operations?: number;
  readonly clients?: number;
  readonly bytesPerKey?: number;
};

/** `maintain_begin` and `maintain_end`: `18:00:00` in UTC, and over midnight where the end comes first. */
export type CloudMaintenance = { readonly begin: unknown; readonly end: unknown };

/** A backup from before the cloud started; left out, it is a good one that the instance's policy made. */
type BackupSeed = {
  readonly ageSeconds: number;
  readonly automatic?: boolean;
  readonly status?: 'succeed' | 'failed' | 'expired' | 'deleted';
  readonly restorable?: boolean;
};

/** The id of an instance that was seeded without one: always the same for the same name. */
export function instanceIdOf(name: string): string {
  return uuidOf(`instance ${name}`);
}

/** A UUID (version 4 in form) that follows from a text, so that two runs of one cloud can be compared. */
export function uuidOf(text: string): string {
  const hex = hexOf(text);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A seed with everything decided. */
export type CompleteSeed = Required<Omit<InstanceSeed, 'settlesAfterSeconds' | 'backupSeconds'>> &
  Pick<InstanceSeed, 'settlesAfterSeconds' | 'backupSeconds'>;

/** Fills in what a seed leaves out: a healthy master/standby Redis 5.0 with some data. */
export function completeSeed(seed: InstanceSeed, defaultRegion: string): CompleteSeed {
  const cacheMode = seed.cacheMode ?? 'ha';
  const region = seed.region ?? defaultRegion;
  const clustered = cacheMode === 'cluster' || cacheMode === 'proxy';
  return {
    id: instanceIdOf(seed.name),
    region,
    engine: 'Redis',
    engineVersion: seed.engine === 'Memcached' ? '1.5' : '5.0',
    cacheMode,
    capacityGb: 4,
    enterpriseProject: '0',
    ageSeconds: 30 * 86_400,
    tags: {},
    zones: cacheMode === 'single' ? [`${region}a`] : [`${region}a`, `${region}b`],
    shards: clustered ? 3 : 1,
    replicas: cacheMode === 'single' ? 1 : 2,
    appendOnly: cacheMode !== 'single',
    status: 'RUNNING',
    subStatus: 'normal',
    keys: 1000,
    keysPerSecond: 0,
    backups: [],
    // The published example of a backup record took as long.
    newBackupSeconds: 75,
    restartSeconds: 30,
    flushSeconds: 5,
    measured: {},
    maintenance: { begin: '18:00:00', end: '19:00:00' },
    maintenanceChanges: [],
    ...seed,
  };
}

/** Whether the engine is Redis 4.0 or later, which flush, groups and logical nodes need. */
export function isRedis4OrLater({ engine, engineVersion }: CompleteSeed): boolean {
  return engine === 'Redis' && Number.parseInt(engineVersion, 10) >= 4;
}

/**
 * Whether a restart empties the instance: a single node always, and so does a shard of one node; the others
 * keep their data unless append-only files were turned off (DCS FAQ, "data after restart").
 */
export function losesDataOnRestart({ cacheMode, replicas, appendOnly }: CompleteSeed): boolean {
  return cacheMode === 'single' || replicas < 2 || !appendOnly;
}
