import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { isZone, zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { type ParsedSchedule, parseSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import { deploymentDiagnostics } from '../deploy/deployment-findings.ts';
import { openServerless, type ServerlessFile } from '../deploy/serverless/serverless-file.ts';
import { lintDiagnostics } from '../lint/lint-schedule.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import type { CommandContext } from '../place/command-context.ts';
import { type Lookup, lookupIn } from '../place/environment.ts';
import { readSchedule } from '../place/schedule-file.ts';
import type { FileLook, ScheduleLook, Variable } from './check-schedule.ts';

/** What is on this machine: the files, and the variables that they name. */
export type Local = {
  /** `undefined` for a schedule that cannot be read, or has mistakes. */
  readonly parsed: ParsedSchedule | undefined;
  /** The text of the schedule, where it could be read. */
  readonly text: string | undefined;
  readonly serverless: ServerlessFile | undefined;
  readonly look: ScheduleLook;
  readonly lookup: Lookup;
};

/** Reads the files that were asked for, or those in their usual places; what is wrong with them is in the look. */
export async function readLocal(
  asked: { readonly schedule?: string; readonly serverless?: string },
  context: CommandContext,
): Promise<Local> {
  const lookup = lookupIn(context.environment);
  const { parsed, text, look: schedule } = await lookAtSchedule(asked.schedule, context, lookup);
  const { serverless, look } = await lookAtServerless(asked.serverless, parsed, context);
  return {
    parsed,
    text,
    serverless,
    lookup,
    look: {
      schedule,
      serverless: look,
      jobs: parsed?.schedule.jobs.map(({ name }) => name) ?? [],
      variables: variablesOf(parsed, serverless, lookup),
    },
  };
}

async function lookAtSchedule(
  asked: string | undefined,
  context: CommandContext,
  lookup: Local['lookup'],
): Promise<Pick<Local, 'parsed' | 'text'> & { readonly look: FileLook }> {
  try {
    const { file, bytes } = readSchedule(asked, context);
    const parsed = parseSchedule(bytes, { file, isZone });
    const { text } = parsed;
    if (!parsed.ok)
      return { parsed: undefined, text, look: { kind: 'read', file, diagnostics: parsed.diagnostics } };
    const resolved = resolveEnvironment(parsed, lookup);
    // Variables that are missing are told as such, and channels have a check of their own.
    const flaws = resolved.ok
      ? []
      : resolved.diagnostics.filter(
          ({ code, path }) => code !== 'environment.missing' && !path.startsWith('notify.'),
        );
    const now = context.clock.now();
    const lints = await lintDiagnostics(parsed, readCalendarFiles(parsed), { now, zoneOffset });
    return {
      parsed,
      text,
      look: { kind: 'read', file, diagnostics: [...flaws, ...parsed.warnings, ...lints] },
    };
  } catch (error) {
    return { parsed: undefined, text: undefined, look: unreadable(error) };
  }
}

async function lookAtServerless(
  asked: string | undefined,
  parsed: ParsedSchedule | undefined,
  context: CommandContext,
): Promise<{
  readonly serverless: ServerlessFile | undefined;
  readonly look: FileLook | undefined;
}> {
  try {
    const serverless = await openServerless(asked, context);
    if (!serverless) return { serverless: undefined, look: undefined };
    const diagnostics = parsed
      ? deploymentDiagnostics(serverless, parsed, context.clock.now())
      : serverless.parsed.ok
        ? []
        : serverless.parsed.diagnostics;
    return { serverless, look: { kind: 'read', file: serverless.file, diagnostics } };
  } catch (error) {
    return { serverless: undefined, look: unreadable(error) };
  }
}

function unreadable(error: unknown): FileLook {
  if (error instanceof CodedError) return { kind: 'unreadable', message: error.message };
  throw error;
}

function variablesOf(
  parsed: ParsedSchedule | undefined,
  serverless: ServerlessFile | undefined,
  lookup: Local['lookup'],
): readonly Variable[] {
  const uses = new Map<string, string[]>();
  const use = (name: string, where: string) => uses.set(name, [...(uses.get(name) ?? []), where]);
  for (const { name, line, column, path } of parsed?.references ?? [])
    use(name, `${parsed?.file}:${line}:${column} ${path}`);
  const deployed = serverless?.parsed.ok ? serverless.parsed : undefined;
  for (const { file, line, column, path, message } of deployed?.missing ?? []) {
    const [, name] = /^the variable (\w+)/.exec(message) ?? [];
    if (name !== undefined) use(name, `${file}:${line}:${column} ${path}`);
  }
  return [...uses].map(([name, places]) => ({ name, uses: places, here: lookup(name) !== undefined }));
}
