import { type Diagnostic, inOrder } from '../document/diagnostic.ts';
import { mayHoldReference, readTemplate } from '../document/environment-reference.ts';
import { writePath } from '../document/path.ts';
import { secretsOfChannel } from './channels/channel-flaws.ts';
import { checkSettings } from './check/check-settings.ts';
import type { ParsedSchedule, Reference } from './parse-schedule.ts';
import type { Schedule } from './schedule.ts';

/** The schedule with every reference replaced, or what the environment lacks. */
export type ResolvedSchedule =
  | {
      readonly ok: true;
      readonly schedule: Schedule;
      /** Never to be shown: each channel's URL and secret, and every variable that channels and projects name. */
      readonly secrets: readonly string[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Replaces `${NAME}` by what `lookup` gives for the name; a variable that is empty counts as missing. What was
 * checked when written out is checked again. No diagnostic holds a value of the environment.
 */
export function resolveEnvironment(
  { file, schedule: written, references }: ParsedSchedule,
  lookup: (name: string) => string | undefined,
): ResolvedSchedule {
  const values = new Map<string, string>();
  const missing = new Map<string, Reference[]>();
  for (const reference of references) {
    const value = lookup(reference.name);
    if (value) values.set(reference.name, value);
    else {
      const uses = missing.get(reference.name);
      if (uses) uses.push(reference);
      else missing.set(reference.name, [reference]);
    }
  }
  if (missing.size > 0) {
    return {
      ok: false,
      diagnostics: inOrder([...missing.values()].flatMap((uses) => tellMissing(uses, file))),
    };
  }

  const fill = (text: string) => filled(text, values);
  const { regions, notify, journal, handOver, calendars, overrides, jobs } = written;
  const schedule: Schedule = {
    ...written,
    regions: mapTexts(regions, fill),
    notify: mapTexts(notify, fill),
    ...(journal && { journal: mapTexts(journal, fill) }),
    ...(handOver && { handOver: mapTexts(handOver, fill) }),
    calendars: mapTexts(calendars, fill),
    overrides: mapTexts(overrides, fill),
    jobs: jobs.map((job) => ({ ...job, targets: mapTexts(job.targets, fill) })),
  };
  const diagnostics = tellFlaws(schedule, references, file);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return { ok: true, schedule, secrets: secretsOf(schedule, references, values) };
}

/** So many further places of a variable are named. */
const mostUses = 20;

/** One diagnostic a variable, at its first use; the others are named in it. */
function tellMissing([first, ...others]: readonly Reference[], file: string): Diagnostic[] {
  if (!first) return [];
  const { name, path, line, column } = first;
  const named = others.slice(0, mostUses).map((other) => `${other.path} (${other.line}:${other.column})`);
  const more = others.length > mostUses ? [`${others.length - mostUses} more`] : [];
  const also = [...named, ...more].join(', ');
  const message = `environment variable ${name} is missing or empty - expected a value${also && `; also used by ${also}`}`;
  return [{ file, path, line, column, severity: 'error', code: 'environment.missing', message }];
}

/** What is written out was checked when it was parsed, so only what holds a reference can be wrong now. */
function tellFlaws(
  schedule: Schedule,
  references: readonly Reference[],
  file: string,
): readonly Diagnostic[] {
  const findings = checkSettings(schedule, (text) => text);
  return inOrder(
    findings.flatMap(({ path, severity, code, message }): Diagnostic[] => {
      const place = writePath(path);
      // A journal may be written as its URL alone.
      const places = place === 'journal.url' ? [place, 'journal'] : [place];
      const reference = references.find((candidate) => places.includes(candidate.path));
      if (!reference) return [];
      const { line, column } = reference;
      return [
        {
          file,
          path: reference.path,
          line,
          column,
          severity,
          code,
          message: `from the environment: ${message}`,
        },
      ];
    }),
  );
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  const reading = mayHoldReference(text) ? readTemplate(text) : undefined;
  if (!reading?.ok) return text;
  return reading.template
    .map((part) => (typeof part === 'string' ? part : (values.get(part.name) ?? '')))
    .join('');
}

/** The same value with every text in it changed; keys stay. */
function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  const mapped = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(mapped);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, mapped(entry)]));
  };
  return mapped(value) as Value;
}

/** Regions, topics and tags from the environment are no secrets: hiding their names would garble every summary. */
function secretsOf(
  schedule: Schedule,
  references: readonly Reference[],
  values: ReadonlyMap<string, string>,
) {
  const secrets = new Set<string>();
  for (const secret of Object.values(schedule.notify).flatMap(secretsOfChannel)) secrets.add(secret);
  for (const { name, path } of references) {
    const value = values.get(name);
    const isPlace = /\.(region|topicUrn|endpoint)$/.test(path);
    const isSecret = (path.startsWith('notify.') && !isPlace) || path.endsWith('.projectId');
    if (isSecret && value !== undefined) secrets.add(value);
  }
  return [...secrets];
}
