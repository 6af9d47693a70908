/** A permission that the function must have for a schedule. */
export type Need = {
  /** As role and policy-based authorization names it: `dcs:instance:list`. */
  readonly action: string;
  /** What it is for, in a few words. */
  readonly why: string;
};

/** Needs of one service, which go into a policy of their own: OBS is a global service, DCS is not. */
export type ServiceNeeds = {
  readonly service: 'dcs' | 'journal' | 'hand-over' | 'smn';
  readonly needs: readonly Need[];
};
