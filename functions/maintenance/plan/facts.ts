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
};
