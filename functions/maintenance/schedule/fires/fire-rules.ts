import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { DayJudge } from './day-judge.ts';
import type { OverridesOfJobs } from './overrides.ts';

/** What decides where fires go. */
export type FireRules = {
  readonly zoneOffset: ZoneOffset;
  readonly overrides: OverridesOfJobs;
  readonly judge: DayJudge;
};
