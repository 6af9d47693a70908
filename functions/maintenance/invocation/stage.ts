import type { ZoneOffset } from '../foundation/time/zone.ts';
import type { Channel } from '../notify/channel.ts';
import type { Plan } from '../plan/plan.ts';
import type { Limits } from '../run/command.ts';
import type { Leaving } from '../run/leaving.ts';
import type { Ports } from '../run/ports.ts';
import type { Register } from '../run/register.ts';
import type { JobSettings } from '../schedule/schema.ts';
import type { Log } from './log.ts';
import type { Task } from './task.ts';

/** How long an invocation may act, and when it leaves a run to the next one where there can be a next one. */
export type Stay = { readonly limits: Limits; readonly leaving: Leaving | undefined };

/** What carrying runs out needs besides the run's own ports. */
export type Stage = Ports & {
  /** The name of this invocation in leases; a retry of it is another one. */
  readonly by: string;
  /**
   * Waits until a lease would be over, as nobody else may come after an invocation that died. A tick does not: the
   * next one does.
   */
  readonly patient: boolean;
  readonly register: Register;
  readonly log: Log;
  readonly zoneOffset: ZoneOffset;
  /** Asked only when the run is not open yet. */
  readonly plan: (task: Task) => Promise<Plan>;
  /** Asked when a run begins or goes on. */
  readonly stay: (settle: JobSettings['settle']) => Stay;
  /** Until when people may be told, in milliseconds since 1970, asked when there is something to tell. */
  readonly tellUntil: () => number;
  readonly channelsOf: (names: readonly string[]) => Promise<readonly Channel[]>;
  /** Asks for a fresh invocation that goes on with a run; false where that is not to be had. */
  readonly handOver: (run: string) => Promise<boolean>;
};
