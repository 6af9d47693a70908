import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { once } from '../foundation/once.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { timeFrame } from '../invocation/time-budget.ts';
import type { Records } from '../run/journal.ts';
import { buildCalendars, type IcsContents, icsPathsOf } from '../schedule/calendars/build-calendars.ts';
import type { Schedule } from '../schedule/schedule.ts';
import {
  agencyCredentials,
  type EnvironmentLookup,
  type FunctionProcess,
  type HandlerContext,
} from './function-context.ts';
import { schedulePath } from './load-schedule.ts';
import { openRecords } from './open-records.ts';
import { createWaits, type Waits } from './waits.ts';
import { zoneOffset } from './zone-offset.ts';

type Dcs = Pick<Invocation, 'fleet' | 'backups' | 'metrics'>;

/** The ports of an invocation, each opened once, by the first call of one of its verbs. */
export function portsOf(
  schedule: Schedule,
  context: HandlerContext,
  { codeDirectory, clock, records }: FunctionProcess,
  lookup: EnvironmentLookup,
): Dcs & Records & Pick<Invocation, 'calendars' | 'ready'> {
  const folder = dirname(schedulePath(codeDirectory, lookup));
  const { journal, regions } = schedule;
  const frame = timeFrame(clock, context.remainingMs);
  const waits = context.waits ?? createWaits(clock.now);
  const credentials = () => agencyCredentials(context);
  // The SDK is loaded here and not before: it is most of the bundle, and an idle tick asks DCS nothing.
  const dcs = once(async () => {
    const first = credentials();
    const { openDcs } = await import('./open-dcs.ts');
    return openDcs({ regions, credentials: first, renew: credentials, clock, frame });
  });
  return {
    ...dcsOnDemand(dcs, waits),
    ...(journal
      ? recordsWaitedFor(openRecords({ journal, regions, folder, credentials, clock, frame }), waits)
      : records),
    ready: async () => void (await dcs()),
    calendars: once(async () => buildCalendars(schedule, icsContentsIn(folder, schedule), zoneOffset)),
  };
}

function dcsOnDemand(dcs: () => Promise<Dcs>, { during }: Waits): Dcs {
  return {
    fleet: {
      list: (region, wanted) =>
        during(`the list of the instances of ${region}`, async () =>
          (await dcs()).fleet.list(region, wanted),
        ),
      show: (region, id) =>
        during(`a look at ${id} in ${region}`, async () => (await dcs()).fleet.show(region, id)),
      facts: (region, id) =>
        during(`the configuration of ${id} in ${region}`, async () => (await dcs()).fleet.facts(region, id)),
      submit: (region, action, ids) =>
        during(`the answer to ${action} in ${region}`, async () =>
          (await dcs()).fleet.submit(region, action, ids),
        ),
      measure: (region, wanted) =>
        during(`the figures of the instances of ${region}`, async () =>
          (await dcs()).fleet.measure(region, wanted),
        ),
    },
    backups: {
      list: (region, id) =>
        during(`the backups of ${id} in ${region}`, async () => (await dcs()).backups.list(region, id)),
      make: (region, id, remark) =>
        during(`the answer to a backup of ${id} in ${region}`, async () =>
          (await dcs()).backups.make(region, id, remark),
        ),
    },
    metrics: {
      read: (region, wanted, span) =>
        during(`the metrics of the instances of ${region}`, async () =>
          (await dcs()).metrics.read(region, wanted, span),
        ),
      nodes: (region, ids, until) =>
        during(`the nodes of the instances of ${region}`, async () =>
          (await dcs()).metrics.nodes(region, ids, until),
        ),
    },
  };
}

function recordsWaitedFor({ journal, register }: Records, { during }: Waits): Records {
  const runs = 'the register of runs';
  return {
    journal: {
      read: (run) => during(`the journal of ${run}`, () => journal.read(run)),
      append: (run, ...rest) => during(`the journal of ${run}`, () => journal.append(run, ...rest)),
    },
    register: {
      enter: (entry) => during(runs, () => register.enter(entry)),
      open: () => during(runs, () => register.open()),
      begun: () => during(runs, () => register.begun()),
      ended: (limit) => during(runs, () => register.ended(limit)),
      forget: (before) => during(runs, () => register.forget(before)),
    },
  };
}

/**
 * The iCalendar files of a schedule, read from beside it, by their paths. One that cannot be read is left out: its
 * days are unknown then, and no job that relies on them runs.
 */
function icsContentsIn(folder: string, schedule: Schedule): IcsContents {
  const contents = icsPathsOf(schedule).flatMap((path): [string, Uint8Array][] => {
    try {
      return [[path, readFileSync(resolve(folder, path))]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(contents);
}
