/** Why a fire does not run, for machines and for people. */
export type SkipReason = {
  readonly code:
    | 'override'
    | 'calendar'
    | 'calendar.year-missing'
    | 'calendar.unreadable'
    | 'merged'
    | 'late';
  readonly reason: string;
};
