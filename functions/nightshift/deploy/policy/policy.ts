/** A statement, its keys in the order in which Huawei's documentation writes them. */
export type Statement = {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, readonly string[]>> };
};

/** The JSON that IAM takes: `1.1` for a custom policy of roles and policies, `5.0` for an identity policy. */
type PolicyDocument = { readonly Version: '1.1' | '5.0'; readonly Statement: readonly Statement[] };

/** The two ways of Huawei Cloud to give permissions; an account has the one or the other. */
export type Generation = 'v3' | 'v5';

/** A policy to be created, and what people are to know of it. */
export type Policy = {
  /** `nightshift-dcs`. */
  readonly name: string;
  readonly generation: Generation;
  /** Where it is to be granted: projects, or globally. */
  readonly where: string;
  readonly document: PolicyDocument;
  readonly reasons: readonly Need[];
  readonly notes: readonly string[];
};

/** A permission that the function must have for a schedule. */
export type Need = {
  /** As role and policy-based authorization names it: `dcs:instance:list`. */
  readonly action: string;
  /** What it is for, in a few words. */
  readonly why: string;
};

/** Needs of one service, which go into a policy of their own: OBS is a global service, DCS is not. */
export type ServiceNeeds = {
  readonly service: 'dcs' | 'ces' | 'journal' | 'hand-over' | 'smn';
  readonly needs: readonly Need[];
};
