import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Invocation } from '../invocation/invocation.ts';
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
  // The SDK is loaded here and not before: it is most of the bundle, and an idle tick asks DCS nothing.
  const dcs = once(async () => {
    const credentials = agencyCredentials(context);
    const { openDcs } = await import('./open-dcs.ts');
    return openDcs(regions, credentials, clock);
  });
  return {
    ...dcsOnDemand(dcs),
    ...(journal
      ? recordsOnDemand(once(() => openDurable({ journal, regions, folder, clock }, context)))
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

function dcsOnDemand(dcs: () => Promise<Dcs>): Dcs {
  return {
    fleet: {
      list: async (...call) => (await dcs()).fleet.list(...call),
      show: async (...call) => (await dcs()).fleet.show(...call),
      facts: async (...call) => (await dcs()).fleet.facts(...call),
      submit: async (...call) => (await dcs()).fleet.submit(...call),
      measure: async (...call) => (await dcs()).fleet.measure(...call),
    },
    backups: {
      list: async (...call) => (await dcs()).backups.list(...call),
      make: async (...call) => (await dcs()).backups.make(...call),
    },
  };
}

function recordsOnDemand(records: () => Promise<Records>): Records {
  return {
    journal: {
      read: async (...call) => (await records()).journal.read(...call),
      append: async (...call) => (await records()).journal.append(...call),
    },
    register: {
      enter: async (...call) => (await records()).register.enter(...call),
      open: async () => (await records()).register.open(),
      ended: async (...call) => (await records()).register.ended(...call),
      forget: async (...call) => (await records()).register.forget(...call),
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
