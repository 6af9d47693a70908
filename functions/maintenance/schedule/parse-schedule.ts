import { checkShape } from '../document/check-shape.ts';
import { unusualTexts } from '../document/check-signs.ts';
import { decodeText } from '../document/decode-text.ts';
import { type Diagnostic, diagnoseFlaws, inOrder } from '../document/diagnostic.ts';
import { literalOf, readTemplate } from '../document/environment-reference.ts';
import { type Finding, wrongValue } from '../document/finding.ts';
import { isMapping, writePath } from '../document/path.ts';
import type { YamlFlaw } from '../document/read-yaml.ts';
import { concealLooks, concealTokens } from '../secrets/conceal-looks.ts';
import { checkConditions, checkRules } from './check/check-conditions.ts';
import { checkReferences } from './check/check-references.ts';
import { checkJournal, checkNames, checkRegions } from './check/check-sections.ts';
import { checkSettings } from './check/check-settings.ts';
import { checkTargets } from './check/check-targets.ts';
import { checkTimes } from './check/check-times.ts';
import { checkYears } from './check/check-years.ts';
import { adviseOnSigns, checkScheduleSigns } from './check/schedule-signs.ts';
import { warningsOf } from './check/warnings.ts';
import { checkDefaults } from './expand-defaults.ts';
import {
  checkAcknowledgements,
  diagnoseSchedule,
  readDocument,
  type ScheduleDocument,
} from './read-document.ts';
import type { Schedule } from './schedule.ts';
import { type ScheduleSettings, scheduleSchema } from './schema.ts';

/** A place in the schedule that refers to a variable of the environment. */
export type Reference = {
  /** Of the variable. */
  readonly name: string;
  /** As in a diagnostic. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
};

/** A schedule without errors; its references are still to be resolved, see `resolveEnvironment`. */
export type ParsedSchedule = {
  readonly ok: true;
  readonly file: string;
  /** As it is written. */
  readonly text: string;
  readonly schedule: Schedule;
  readonly references: readonly Reference[];
  readonly warnings: readonly Diagnostic[];
};

/** A schedule that was read from its text just now, and that text as YAML: for whoever finds more in it. */
export type WrittenSchedule = ParsedSchedule & { readonly document: ScheduleDocument };

/** Every error of a schedule, and its warnings, from the top of the file to its end. */
type RefusedSchedule = {
  readonly ok: false;
  /** What of it can be shown. */
  readonly text: string;
  /** Where at least it is YAML. */
  readonly document?: ScheduleDocument;
  readonly diagnostics: readonly Diagnostic[];
};

/** What a text is read against: the name that diagnostics give to the file, and which IANA time zones there are. */
type ParseOptions = { readonly file: string; readonly isZone: (zone: string) => boolean };

/** Reads a schedule, as it lies in its file or as text. Never throws, whatever it is. */
export function parseSchedule(
  source: Uint8Array | string,
  { file, isZone }: ParseOptions,
): WrittenSchedule | RefusedSchedule {
  const decoded = typeof source === 'string' ? ({ ok: true, text: source } as const) : decodeText(source);
  const { text } = decoded;
  const refused = (flaws: readonly YamlFlaw[]) =>
    ({ ok: false, text, diagnostics: inOrder(flawsIn(flaws, file)) }) as const;
  if (!decoded.ok) return refused([decoded.flaw]);
  const reading = readDocument(text);
  if (!reading.ok) return refused(reading.flaws);

  const { document } = reading;
  const { tree, flaws, spellingOf } = document;
  const newer = newerVersion(tree);
  if (newer) return { ok: false, text, diagnostics: diagnoseSchedule([newer], file, document) };
  const { references, findings } = checkReferences(tree);
  const unusual = unusualTexts(tree);
  const shape = checkShape(scheduleSchema, tree, spellingOf);
  const wrong = withoutEchoes(
    [
      ...checkDefaults(tree),
      ...belowKnownKeys(checkScheduleSigns(unusual), shape.ok ? [] : shape.findings),
      ...checkRules(tree),
      ...checkAcknowledgements(document),
      ...findings,
      ...(shape.ok ? [] : shape.findings),
      ...checkTimes(tree, isZone),
      ...checkYears(tree),
      ...checkNames(tree),
      ...checkTargets(tree),
      ...checkSettings(tree, writtenOut),
      ...checkRegions(tree),
      ...checkJournal(tree),
      ...checkConditions(tree),
    ],
    flaws,
  );
  const diagnostics = inOrder([
    ...flawsIn(flaws, file),
    ...diagnoseSchedule([...wrong, ...warningsOf(tree), ...adviseOnSigns(unusual)], file, document).map(
      concealPath,
    ),
  ]);
  if (!shape.ok || flaws.length > 0 || wrong.length > 0) return { ok: false, text, document, diagnostics };
  return {
    ok: true,
    file,
    text,
    schedule: scheduleOf(shape.settings),
    references: references.map(({ name, path }) => ({
      name,
      path: writePath(path),
      ...document.positionOf(path, 'value'),
    })),
    warnings: diagnostics,
    document,
  };
}

/** What else such a schedule says is not for this version to judge. */
function newerVersion(tree: unknown): Finding | undefined {
  const version = isMapping(tree) ? tree['version'] : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version) || version <= 1) return undefined;
  const found = `${version}, which is newer than this Nightshift`;
  return wrongValue(['version'], 'version.newer', found, '1, or a newer Nightshift that knows it');
}

function flawsIn(flaws: readonly YamlFlaw[], file: string): readonly Diagnostic[] {
  return diagnoseFlaws(flaws, file).map((flaw) =>
    concealPath({ ...flaw, message: concealTokens(flaw.message) }),
  );
}

function concealPath(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, path: concealLooks(diagnostic.path) };
}

/** What stands below a key that is unknown is not judged: it may be anything. */
function belowKnownKeys(findings: readonly Finding[], shapes: readonly Finding[]): readonly Finding[] {
  if (findings.length === 0) return findings;
  const unknown = new Set(
    shapes.filter(({ code }) => code === 'key.unknown').map(({ path }) => writePath(path)),
  );
  return findings.filter(({ path, part }) =>
    path.every((_, index) => {
      const isItself = part === 'key' && index === path.length - 1;
      return isItself || !unknown.has(writePath(path.slice(0, index + 1)));
    }),
  );
}

/** What was wrong with a value first is told of; what another check finds wrong with it too is mostly the same. */
function withoutEchoes(findings: readonly Finding[], flaws: readonly YamlFlaw[]): Finding[] {
  const told = new Set(flaws.map(({ path }) => writePath(path)));
  const keys = new Set<string>();
  return findings.filter(({ path, part, code }) => {
    const place = writePath(path);
    if (part === 'key') {
      // A key that must not be there is unknown to the shape as well, and so is one with a sign that is not meant.
      const isEcho = /^(key\.(unknown|form)|condition\.metric)$/.test(code) && keys.has(place);
      keys.add(place);
      return !isEcho;
    }
    const isFirst = !told.has(place);
    told.add(place);
    return isFirst;
  });
}

/** A text as it will be used; `undefined` when only the environment can tell. */
function writtenOut(text: string): string | undefined {
  const reading = readTemplate(text);
  return reading.ok ? literalOf(reading.template) : undefined;
}

function scheduleOf({ version: _, defaults: __, tick, jobs, ...sections }: ScheduleSettings): Schedule {
  return {
    ...sections,
    tickMs: tick,
    jobs: Object.entries(jobs).map(([name, { cron, timezone = sections.timezone, ...job }]) => ({
      ...job,
      name,
      timezone,
      cron,
    })),
  };
}
