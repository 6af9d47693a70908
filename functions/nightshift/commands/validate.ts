import type { Command } from 'commander';
import {
  countDiagnostics,
  type Diagnostic,
  firstTold,
  formatDiagnostic,
  inOrder,
} from '../../maintenance/document/diagnostic.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { isZone, zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { type ParsedSchedule, parseSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import { deploymentDiagnostics } from '../deploy/deployment-findings.ts';
import { openServerless } from '../deploy/serverless/serverless-file.ts';
import { lintDiagnostics, lintRefused } from '../lint/lint-schedule.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { lookupIn } from '../place/environment.ts';
import { readSchedule } from '../place/schedule-file.ts';
import type { Terminal } from '../place/terminal.ts';
import { displayWidth, hangingText, tinted, wrapText } from '../place/terminal-text.ts';
import { concealedSource } from './concealed-source.ts';
import { expandedSchedule } from './expanded-schedule.ts';
import { endings, examples, jsonOption, scheduleOption, serverlessOption } from './options.ts';

type Options = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly env?: boolean;
  readonly strict?: boolean;
  readonly expanded?: boolean;
  readonly json?: boolean;
};

/** Adds `nightshift validate`: what is wrong with the schedule and the triggers for it, and what is hardly meant. */
export function addValidate(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('validate')
    .description('reports mistakes in the schedule and serverless.yml, and what looks unintended')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .option('--env', 'the variables that the schedule refers to must exist here')
    .option('--strict', 'fails on warnings, too')
    .option('--expanded', 'prints the schedule with defaults and anchors filled in')
    .addOption(jsonOption('{ "diagnostics": [...] }, and "expanded" with that'))
    .addHelpText(
      'after',
      examples('nightshift validate', 'nightshift validate --strict --env --env-file deploy.env'),
    )
    .addHelpText(
      'after',
      endings('0 when nothing is wrong, and with 1 on an error, with --strict on a warning as well'),
    )
    .action(async (options: Options) => finish(await validate(options, context)));
}

async function validate(
  { schedule: asked, serverless, env = false, strict = false, expanded = false, json = false }: Options,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, environment, clock } = context;
  const { file, bytes } = readSchedule(asked, context);
  const parsed = parseSchedule(bytes, { file, isZone });
  const scene = { now: clock.now(), zoneOffset };
  const own = parsed.ok
    ? inOrder([
        ...parsed.warnings,
        ...(await lintDiagnostics(parsed, readCalendarFiles(parsed), scene)),
        ...(env ? missingVariables(parsed, environment) : []),
      ])
    : inOrder([...parsed.diagnostics, ...(parsed.document ? lintRefused(parsed.document, file, scene) : [])]);
  const deployed = parsed.ok ? await openServerless(serverless, context) : undefined;
  const unfit = deployed && parsed.ok ? deploymentDiagnostics(deployed, parsed, clock.now()) : [];
  const ofSchedule = inOrder([...own, ...unfit.filter((each) => each.file === file)]);
  const uncovered = unfit.filter((each) => each.file !== file);
  const diagnostics = [...firstTold(ofSchedule), ...firstTold(uncovered)];
  const shown = expanded && parsed.ok ? { expanded: expandedSchedule(parsed.document) } : {};
  if (json) terminal.printJson({ diagnostics: diagnostics.map(inWrittenOrder), ...shown });
  else {
    if (shown.expanded !== undefined) terminal.print(shown.expanded);
    if (diagnostics.length > 0)
      terminal.print(`${diagnosticsText(diagnostics, { file, text: parsed.text }, terminal)}\n`);
    const say = (line: string) => terminal.print(wrapText(line, terminal.width).join('\n'));
    say(`${file}: ${countDiagnostics(ofSchedule) || 'nothing is wrong'}`);
    if (deployed)
      say(`${deployed.file}: ${countDiagnostics(uncovered) || 'its triggers cover the schedule'}`);
    if (parsed.ok) for (const line of contents(parsed, env)) say(line);
  }
  return diagnostics.some(({ severity }) => strict || severity === 'error') ? 1 : 0;
}

function missingVariables(
  parsed: ParsedSchedule,
  environment: CommandContext['environment'],
): readonly Diagnostic[] {
  const resolved = resolveEnvironment(parsed, lookupIn(environment));
  return resolved.ok ? [] : resolved.diagnostics;
}

/** What the schedule holds, and which variables it will need where it runs. */
function contents({ schedule: { jobs }, references }: ParsedSchedule, env: boolean): readonly string[] {
  const held = `${counted(jobs.length, 'job')}: ${firstNames(
    jobs.map(({ name }) => name),
    mostNames,
  )}`;
  const names = [...new Set(references.map(({ name }) => name))];
  if (names.length === 0) return [held];
  const checked = env ? 'looked for in this environment' : '--env looks for them in this environment';
  return [held, `${counted(names.length, 'variable')} (${checked}): ${firstNames(names, mostNames)}`];
}

const mostNames = 16;

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Always the same keys in the same order, whoever made the diagnostic. */
function inWrittenOrder({ file, line, column, path, severity, code, message }: Diagnostic): Diagnostic {
  return { file, line, column, path, severity, code, message };
}

/** Of a longer line only the part around the caret is shown. */
const longestSource = 100;
const beforeCaret = 0.6;

/** Each diagnostic with the line of the schedule it is about, and a caret under the place. */
function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  { file, text }: { readonly file: string; readonly text: string },
  terminal: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  const source = concealedSource(text);
  const blocks = diagnostics.map((diagnostic) =>
    diagnostic.file === file && text !== ''
      ? block(diagnostic, source, terminal)
      : `${hangingText(formatDiagnostic(diagnostic), terminal)}\n  ${label(diagnostic, terminal)}`,
  );
  return blocks.join('\n\n');
}

function block(
  diagnostic: Diagnostic,
  source: readonly string[],
  terminal: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  const { line, column } = diagnostic;
  const number = String(line);
  const room = Math.min(longestSource, terminal.width - number.length - ' '.repeat(5).length);
  const { shown, caret } = excerpt(source[line - 1] ?? '', column - 1, room);
  const margin = `  ${' '.repeat(number.length)} | `;
  const mark = `${margin}${' '.repeat(caret)}^`;
  const fits = displayWidth(`${mark} ${diagnostic.severity} ${diagnostic.code}`) <= terminal.width;
  const told = label(diagnostic, terminal);
  return [
    hangingText(formatDiagnostic(diagnostic), terminal),
    `  ${number} | ${shown}`.trimEnd(),
    ...(fits ? [`${mark} ${told}`] : [mark, `${margin}${told}`]),
  ].join('\n');
}

function label({ severity, code }: Diagnostic, { colour }: Pick<Terminal, 'colour'>): string {
  const text = `${severity} ${code}`;
  return colour ? tinted(text, severity === 'error' ? 'red' : 'yellow') : text;
}

/** A line as a terminal can show it, and the column of the caret under a place in it. */
function excerpt(line: string, at: number, room: number): { readonly shown: string; readonly caret: number } {
  // One column each, or the caret would stand elsewhere; and a terminal obeys what it is shown.
  const plain = line.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
  const start = plain.length <= room ? 0 : Math.max(0, at - Math.floor(room * beforeCaret));
  // Both may be marked as cut.
  const end = plain.length <= room ? room : start + room - 2;
  const before = (start > 0 ? '…' : '') + plain.slice(start, at);
  const after = plain.slice(at, end) + (end < plain.length ? '…' : '');
  return { shown: before + after, caret: displayWidth(before) };
}
