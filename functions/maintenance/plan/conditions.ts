import { isGlob, matchesGlob } from '../foundation/matches-glob.ts';
import { cacheModes, statuses } from '../schedule/dcs-words.ts';
import { compares, isInRange, type Range, readVersions, versionSpan } from '../schedule/range.ts';
import type { Selectors } from '../schedule/selector-schema.ts';
import type { Instance, UnreadField } from './instance.ts';

/** Whether an instance meets a condition; `unknown` where DCS does not tell what that goes by. */
export type Answer = 'yes' | 'no' | 'unknown';

/** One condition of a selection, as it is asked of each instance. */
export type Condition = {
  readonly key: keyof Selectors;
  readonly answer: (instance: Instance) => Answer;
};

/** Conditions on what neither a name nor a tag shows. */
export const finerKeys = [
  'enterpriseProjects',
  'cacheModes',
  'capacity',
  'availabilityZones',
  'statuses',
  'age',
] as const;

/**
 * What is asked of each instance, made once for all: whoever lists thousands by id or name has them looked up. Ages are
 * those of the instant `now`, in milliseconds since 1970; where nobody says when it is, none is known.
 */
export function conditionsOf(selectors: Selectors, now: number | undefined): readonly Condition[] {
  const { ids, names, tags, engineVersions, enterpriseProjects, capacity, availabilityZones, age } =
    selectors;
  const found: Condition[] = [];
  const ask = (key: keyof Selectors, answer: (instance: Instance) => Answer) => found.push({ key, answer });
  if (ids) {
    const plain = new Set(ids);
    // An id that is named and not there is told by itself.
    ask('ids', ({ id }) => either(plain.has(id)));
  }
  if (names) {
    const plain = new Set(names);
    const globs = [...plain].filter(isGlob);
    ask(
      'names',
      readable('name', ({ name }) =>
        either(plain.has(name) || globs.some((glob) => matchesGlob(name, glob))),
      ),
    );
  }
  if (tags) {
    const pairs = Object.entries(tags);
    ask(
      'tags',
      readable('tags', (instance) => either(pairs.every(([key, value]) => instance.tags[key] === value))),
    );
  }
  if (engineVersions) {
    const wanted = engineVersions.map(versionJudge);
    ask(
      'engineVersions',
      readable('engineVersion', ({ engineVersion }) => anyOf(wanted.map((judge) => judge(engineVersion)))),
    );
  }
  if (enterpriseProjects)
    ask('enterpriseProjects', ({ enterpriseProject }) => isOneOf(enterpriseProject, enterpriseProjects));
  const { cacheModes: modes, statuses: states } = selectors;
  // A word that is not known may be another for one that is.
  if (modes)
    ask('cacheModes', ({ cacheMode }) => isOneOf(isCacheMode(cacheMode) ? cacheMode : undefined, modes));
  if (capacity) ask('capacity', (instance) => isWithin(instance.capacity, capacity));
  if (availabilityZones)
    ask('availabilityZones', ({ zones }) =>
      zones.length === 0 ? 'unknown' : either(zones.some((zone) => availabilityZones.includes(zone))),
    );
  if (states) ask('statuses', ({ status }) => isOneOf(isStatus(status) ? status : undefined, states));
  if (age) ask('age', (instance) => isWithin(ageOf(instance, now), age));
  return found;
}

function either(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}

function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

function readable(field: UnreadField, answer: (instance: Instance) => Answer) {
  return (instance: Instance): Answer => (instance.unread?.includes(field) ? 'unknown' : answer(instance));
}

function isOneOf(value: string | undefined, wanted: readonly string[]): Answer {
  return value === undefined ? 'unknown' : either(wanted.includes(value));
}

function isWithin(value: number | undefined, range: Range): Answer {
  return value === undefined ? 'unknown' : either(isInRange(value, range));
}

/** `5.0` means 5.0 and 5.0.14, not 5.01. A comparison that the environment spoils says nothing. */
function versionJudge(wanted: string): (actual: string) => Answer {
  if (!compares(wanted)) return (actual) => either(actual === wanted || actual.startsWith(`${wanted}.`));
  const range = readVersions(wanted);
  return (actual) => {
    const span = versionSpan(actual);
    if (!range || !span) return 'unknown';
    return endsInside(span, range) ? 'unknown' : either(isInRange(span.from, range));
  };
}

/** Whether some of a span is in a range and some is not: otherwise its first place tells of all. */
function endsInside({ from, to }: { readonly from: number; readonly to: number }, range: Range): boolean {
  return [range.from, range.to].some((end) => end !== undefined && end.value > from && end.value < to);
}

function isStatus(status: string): boolean {
  return (statuses as readonly string[]).includes(status);
}

function isCacheMode(mode: string | undefined): boolean {
  return mode !== undefined && (cacheModes as readonly string[]).includes(mode);
}

/** Two clocks are never quite the same; a creation in a future beyond that is not believed. Milliseconds. */
const clocksDiffer = 900_000;

/** How old an instance is, in milliseconds; `undefined` where DCS tells nothing that it follows from. */
export function ageOf({ createdAt }: Instance, now: number | undefined): number | undefined {
  if (createdAt === undefined || now === undefined || createdAt - now > clocksDiffer) return undefined;
  return Math.max(0, now - createdAt);
}
