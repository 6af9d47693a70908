import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Invocation } from '../invocation/invocation.ts';
import { timeFrame } from '../invocation/time-budget.ts';
import type { Records } from '../run/journal.ts';
import { buildCalendars, icsPathsOf } from '../schedule/calendars/build-calendars.ts';
import type { Schedule } from '../schedule/schedule.ts';
import {
  agencyCredentials,
  type EnvironmentLookup,
  type FunctionProcess,
  type HandlerContext,
} from './function-context.ts';
import { schedulePath } from './load-schedule.ts';
import { openRecords, type RecordsPlace } from './open-records.ts';
import { createWaits, type Waits } from './waits.ts';
import { zoneOffset } from './zone-offset.ts';

type Dcs = Pick<Invocation, 'fleet' | 'backups'>;

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
  // The SDK is loaded here and not before: it is most of the bundle, and an idle tick asks DCS nothing.
  const dcs = once(async () => {
    const renew = () => agencyCredentials(context);
    const credentials = renew();
    const { openDcs } = await import('./open-dcs.ts');
    return openDcs({ regions, credentials, renew, clock, frame });
  });
  return {
    ...dcsOnDemand(dcs, waits),
    ...(journal
      ? recordsOnDemand(
          once(() => openDurable({ journal, regions, folder, clock, frame }, context)),
          waits,
        )
      : records),
    ready: async () => void (await dcs()),
    calendars: once(async () => buildCalendars(schedule, icsTextsIn(folder, schedule), zoneOffset)),
  };
}

/** Does something with the first call, and gives what came of it to all. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

function dcsOnDemand(dcs: () => Promise<Dcs>, { during }: Waits): Dcs {
  return {
    fleet: {
      list: (region) =>
        during(`the list of the instances of ${region}`, async () => (await dcs()).fleet.list(region)),
      show: (region, id) =>
        during(`a look at ${id} in ${region}`, async () => (await dcs()).fleet.show(region, id)),
      facts: (region, id) =>
        during(`the configuration of ${id} in ${region}`, async () => (await dcs()).fleet.facts(region, id)),
      submit: (region, action, ids) =>
        during(`the answer to ${action} in ${region}`, async () =>
          (await dcs()).fleet.submit(region, action, ids),
        ),
      measure: (region) =>
        during(`the figures of the instances of ${region}`, async () => (await dcs()).fleet.measure(region)),
    },
    backups: {
      list: (region, id) =>
        during(`the backups of ${id} in ${region}`, async () => (await dcs()).backups.list(region, id)),
      make: (region, id, remark) =>
        during(`the answer to a backup of ${id} in ${region}`, async () =>
          (await dcs()).backups.make(region, id, remark),
        ),
    },
  };
}

function recordsOnDemand(records: () => Promise<Records>, { during }: Waits): Records {
  const register = 'the register of runs';
  return {
    journal: {
      read: (run) => during(`the journal of ${run}`, async () => (await records()).journal.read(run)),
      append: (run, position, events) =>
        during(`the journal of ${run}`, async () => (await records()).journal.append(run, position, events)),
    },
    register: {
      enter: (entry) => during(register, async () => (await records()).register.enter(entry)),
      open: () => during(register, async () => (await records()).register.open()),
      ended: (limit) => during(register, async () => (await records()).register.ended(limit)),
      forget: (before) => during(register, async () => (await records()).register.forget(before)),
    },
  };
}

function openDurable(place: Omit<RecordsPlace, 'credentials'>, context: HandlerContext): Promise<Records> {
  return openRecords({ ...place, credentials: () => agencyCredentials(context) });
}

/**
 * The iCalendar files of a schedule, read from beside it, by their paths. One that cannot be read is left out: its
 * days are unknown then, and no job that relies on them runs.
 */
function icsTextsIn(folder: string, schedule: Schedule): Readonly<Record<string, string>> {
  const texts = icsPathsOf(schedule).flatMap((path): [string, string][] => {
    const text = textOf(resolve(folder, path));
    return text === undefined ? [] : [[path, text]];
  });
  return Object.fromEntries(texts);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
