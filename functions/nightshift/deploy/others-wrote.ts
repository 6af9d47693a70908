import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ActualFunction, DeployMark } from './function/actual.ts';
import { writeTimer } from './sort-triggers.ts';
import type { Step } from './step.ts';
import { ownVersions } from './version-names.ts';

/** What a command knew of a function, and what it has done since. */
type Known = {
  readonly name: string;
  /** As it was read last. */
  readonly before: ActualFunction | undefined;
  /** What was sent since; nothing where it is only read again. */
  readonly step?: Sent | undefined;
  /** Of the deploy itself; none where something is taken away. */
  readonly mark: DeployMark | undefined;
};

/** A call of one's own, as far as it changes what is read. */
export type Sent = {
  /** Whether it is this call that changes a part, named as below. */
  readonly touches: (part: string, before: ActualFunction | undefined) => boolean;
  /** Whether all of the configuration goes out with it, and so over what others have written into that. */
  readonly isConfig: boolean;
};

/**
 * What somebody else has written to a function since it was read last, as an error that says who as far as FunctionGraph
 * tells; `undefined` where it is as it was, but for what the step does. FunctionGraph keeps no two apart who write at
 * once. So each deploy writes down first which it is, and whoever finds another one there stops.
 */
export function othersWrote(known: Known, now: ActualFunction | undefined): CodedError | undefined {
  const { name, before, step, mark } = known;
  const changed = changedParts(before, now).filter((part) => !step?.touches(part, before));
  const there = now?.record?.mark;
  const isAnother = there?.id !== before?.record?.mark?.id && there?.id !== mark?.id;
  if (changed.length === 0 && !isAnother) return undefined;
  const parts = changed.length === 0 ? 'another deploy has begun' : changed.join(', ');
  const found =
    now === undefined
      ? 'it is not there any more'
      : `what is new: ${parts}. ${who(now, { isAnother, isOverwritten: step?.isConfig === true })}`;
  return new CodedError(
    'deploy.changed-meanwhile',
    `${name} was changed by somebody else since it was read here; ${found} - ` +
      'expected what was shown; the same command again shows what is there now, and asks',
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
  const isDeploy = isAnother && mark !== undefined;
  const tells = [
    // Of two clocks in one text nobody knows which was earlier.
    ...(modifiedAt === undefined || isDeploy ? [] : [`changed last at ${inUtc(modifiedAt)}`]),
    `its code is sha512 ${digest.slice(0, 12)}`,
    ...(version === undefined ? [] : [`published last as ${version}`]),
  ];
  const whose = isDeploy
    ? `It was nightshift deploy${build}, begun at ${mark.at}`
    : isOverwritten
      ? 'Who it was is not known: this command was writing at that moment, too, and has written over it'
      : 'It was not nightshift deploy, but the console or another tool';
  return `${whose}; FunctionGraph tells: ${tells.join(', ')}`;
}

/** By the clock that a deploy writes down; an instant without a zone is of a clock that nobody knows. */
function inUtc(said: string): string {
  const at = /(Z|[+-]\d\d:?\d\d)$/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? `${said} by its own clock` : new Date(at).toISOString();
}

/** The names of what differs between two readings of a function. */
function changedParts(one: ActualFunction | undefined, other: ActualFunction | undefined): readonly string[] {
  if (!one || !other) return one === other ? [] : [theFunction];
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
    ['what deploy has noted of it', JSON.stringify(record && notes)],
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

const theFunction = 'the function itself';
/** What a timer is called as a part. */
export const timerPart = (name: string) => `timer ${name}`;

/** Whether a part goes out with the configuration. */
export function isConfigPart(part: string): boolean {
  return !/^(code|asynchronous invocations|(timer|version|\w+ trigger) .*)$/.test(part);
}

/** A step of a deploy as a call of one's own. */
export function sentBy(step: Step): Sent {
  return {
    touches: (part, before) => touches(step, part, before),
    isConfig: step.kind === 'update-config',
  };
}

/** Whether it is the step itself that changes a part. */
function touches(step: Step, part: string, before: ActualFunction | undefined): boolean {
  switch (step.kind) {
    case 'create-function':
      return before === undefined;
    case 'update-config':
      return isConfigPart(part);
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
