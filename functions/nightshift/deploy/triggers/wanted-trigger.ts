import type { ZoneOffset } from '../../../maintenance/foundation/time/zone.ts';

/** A TIMER trigger of the function. */
export type WantedTrigger = {
  readonly name: string;
  /** FunctionGraph's, with its zone: `CRON_TZ=Asia/Shanghai 0 30 3 * * ?`. */
  readonly schedule: string;
  /** The jobs it names as JSON; empty for the tick. */
  readonly userEvent: string;
  /** The jobs it is there for. */
  readonly jobs: readonly string[];
};

/** When it is now, in milliseconds since 1970, and what the clocks of zones show. */
export type PlanningTime = { readonly now: number; readonly zoneOffset: ZoneOffset };
