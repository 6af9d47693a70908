import { type Diagnostic, firstTold } from '../../maintenance/document/diagnostic.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { type CheckResult, ill, well } from './check-result.ts';

/** A file as it was read: not at all, or with what is wrong with it. */
export type FileLook =
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'read'; readonly file: string; readonly diagnostics: readonly Diagnostic[] };

/** The schedule, `serverless.yml` beside it, and the variables that they name. */
export type ScheduleLook = {
  readonly schedule: FileLook;
  /** Names of jobs; none when the schedule cannot be read. */
  readonly jobs: readonly string[];
  /** `undefined` when there is none. */
  readonly serverless: FileLook | undefined;
  /** What both refer to, and where each is used. */
  readonly variables: readonly Variable[];
};

/** A variable that the schedule or `serverless.yml` refers to. */
export type Variable = {
  readonly name: string;
  /** Whether it has a value here. */
  readonly here: boolean;
  /** `config/schedule.yaml:12:5 notify.ops.url`. */
  readonly uses: readonly string[];
};

/** Whether schedule and `serverless.yml` are right, fit each other, and have their variables. */
export function checkSchedule({
  schedule,
  jobs,
  serverless,
  variables,
}: ScheduleLook): readonly CheckResult[] {
  const counted = `${jobs.length} job${jobs.length === 1 ? '' : 's'}: ${firstNames(jobs, mostNames)}`;
  return [
    ...checkFile('schedule', schedule, counted, 'nightshift validate shows the line'),
    ...(serverless
      ? checkFile(
          'serverless',
          serverless,
          jobs.length > 0 ? 'its triggers cover the schedule' : 'right in itself',
          'nightshift triggers --write puts in the triggers that the schedule needs',
        )
      : [
          ill('note', 'serverless.none', 'there is no serverless.yml to compare the function with', {
            todo: '--serverless FILE says where it is',
          }),
        ]),
    ...checkVariables(variables),
  ];
}

const mostNames = 16;
const mostUses = 4;

function checkFile(what: string, look: FileLook, fine: string, todo: string): readonly CheckResult[] {
  if (look.kind === 'unreadable')
    return [ill('error', `${what}.unreadable`, look.message, { todo: 'put it there, or say where it is' })];
  const { file, diagnostics } = look;
  const findings = firstTold(diagnostics).map(({ severity, code, message, path, line, column, ...of }) =>
    ill(severity, code, message, {
      where: `${of.file}:${line}:${column}${path === '' ? '' : ` ${path}`}`,
      todo:
        what === 'serverless' && !code.startsWith('timer.')
          ? 'correct it; nightshift deploy refuses it'
          : todo,
    }),
  );
  return findings.length > 0 ? findings : [well(what, fine, file)];
}

function checkVariables(variables: readonly Variable[]): readonly CheckResult[] {
  const findings = variables.flatMap(({ name, here, uses }): CheckResult[] => {
    const where = firstNames(uses, mostUses);
    if (!here)
      return [
        ill('error', 'environment.missing', `the variable ${name} is missing or empty here`, {
          where,
          todo: 'set it as it is for the function: deploy takes it from here, and so does doctor',
        }),
      ];
    return [];
  });
  if (findings.length > 0 || variables.length === 0) return findings;
  return [
    well(
      'environment',
      `${variables.length} variables: ${firstNames(
        variables.map(({ name }) => name),
        mostNames,
      )}`,
    ),
  ];
}
