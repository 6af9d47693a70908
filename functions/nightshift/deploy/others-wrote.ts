import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ActualFunction, DeployMark } from './function/actual.ts';
import { writeTimer } from './sort-triggers.ts';
import type { Step } from './step.ts';
import { ownVersions } from './version-names.ts';

/** What a deploy knew of a function, and what it has done since. */
type Known = {
  readonly name: string;
  /** As it was read last. */
  readonly before: ActualFunction | undefined;
  /** What was sent since; nothing where it is only read again. */
  readonly step?: Step | undefined;
  /** Of the deploy itself. */
  readonly mark: DeployMark | undefined;
};

/**
 * What somebody else has written to a function since it was read last, as an error that says who as far as FunctionGraph
 * tells; `undefined` where it is as it was, but for what the step does. FunctionGraph keeps no two apart who write at
 * once. So each deploy writes down first which it is, and whoever finds another one there stops.
 */
export function othersWrote(known: Known, now: ActualFunction | undefined): CodedError | undefined {
  const { name, before, step, mark } = known;
  const changed = changedParts(before, now).filter((part) => !step || !touches(step, part, before));
  const there = now?.record?.mark;
  const isAnother = there?.id !== before?.record?.mark?.id && there?.id !== mark?.id;
  if (changed.length === 0 && !isAnother) return undefined;
  const parts = changed.length === 0 ? 'which deploy it is of' : changed.join(', ');
  const found =
    now === undefined
      ? 'it is not there any more'
      : `what is new: ${parts}. ${who(now, { isAnother, isOverwritten: step?.kind === 'update-config' })}`;
  return new CodedError(
    'deploy.changed-meanwhile',
    `${name} was changed by somebody else since it was read here; ${found} - ` +
      'expected what was shown; deploy again shows what is there now',
  );
}

/** Who it was and when, as far as it is known. */
function who(
  { modifiedAt, digest, versions, record }: ActualFunction,
  { isAnother, isOverwritten }: { readonly isAnother: boolean; readonly isOverwritten: boolean },
): string {
  const { mark } = record ?? {};
  const build = mark?.build === undefined ? '' : ` (${mark.build})`;
  const version = ownVersions(versions).at(-1);
  const tells = [
    ...(modifiedAt === undefined ? [] : [`changed last at ${modifiedAt}`]),
    `its code is sha512 ${digest.slice(0, 12)}`,
    ...(version === undefined ? [] : [`published last as ${version}`]),
  ];
  const whose =
    isAnother && mark
      ? `It was nightshift deploy${build}, begun at ${mark.at}`
      : isOverwritten
        ? 'Who it was was written over by this deploy'
        : 'It was no nightshift deploy that left its mark: the console, or another tool';
  return `${whose}; FunctionGraph tells: ${tells.join(', ')}`;
}

/** The names of what differs between two readings of a function. */
function changedParts(one: ActualFunction | undefined, other: ActualFunction | undefined): readonly string[] {
  if (!one || !other) return one === other ? [] : ['the function itself'];
  const [was, is] = [partsOf(one), partsOf(other)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((part) => was.get(part) !== is.get(part));
}

function partsOf(actual: ActualFunction): ReadonlyMap<string, string> {
  const { digest, maxInstanceNum, asyncPolicy, triggers, versions, variables, record, ...settings } = actual;
  const { codeSize: _, modifiedAt: __, ...configured } = settings;
  const { mark: ___, ...notes } = record ?? {};
  const parts = new Map<string, string>([
    ['code', digest],
    ['most instances', String(maxInstanceNum)],
    ['asynchronous invocations', JSON.stringify(asyncPolicy)],
    ["deploy's notes", JSON.stringify(record && notes)],
    ...Object.entries(configured).map(([key, value]) => [key, JSON.stringify(value) ?? ''] as const),
    ...Object.entries(variables).map(([key, value]) => [`variable ${key}`, value] as const),
    ...versions.map((version) => [`version ${version}`, 'there'] as const),
  ]);
  const written = triggers.map(({ type, name, timer, id }) => [
    timer ? timerPart(name) : `${type} trigger ${id}`,
    timer ? writeTimer(timer) : id,
  ]);
  for (const [part = '', value = ''] of written.toSorted())
    parts.set(part, [parts.get(part), value].filter((each) => each !== undefined).join('; '));
  return parts;
}

const timerPart = (name: string) => `timer ${name}`;

/** Whether it is the step itself that changes a part. */
function touches(step: Step, part: string, before: ActualFunction | undefined): boolean {
  switch (step.kind) {
    case 'create-function':
      return before === undefined;
    case 'update-config':
      return !/^(code|asynchronous invocations|(timer|version|\w+ trigger) .*)$/.test(part);
    case 'update-code':
      return part === 'code';
    case 'limit-instances':
      return part === 'most instances';
    case 'set-policy':
    case 'drop-policy':
      return part === 'asynchronous invocations';
    case 'create-timer':
    case 'turn-timer':
    case 'delete-timer':
      return part === timerPart(step.timer.name);
    case 'delete-version':
    case 'publish':
      return part === `version ${step.version}`;
    default:
      return step satisfies never;
  }
}
