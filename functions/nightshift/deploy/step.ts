import type { DeployRecord } from './function/actual.ts';
import type { AsyncPolicy, Timer } from './serverless/deployment.ts';

/** One call that brings a function nearer to its goal. */
export type Step =
  | { readonly kind: 'create-function'; readonly record: DeployRecord }
  | { readonly kind: 'update-config'; readonly record: DeployRecord; readonly because: readonly string[] }
  | { readonly kind: 'update-code' }
  | { readonly kind: 'limit-instances'; readonly most: number }
  | { readonly kind: 'set-policy'; readonly policy: AsyncPolicy }
  | { readonly kind: 'drop-policy' }
  | {
      readonly kind: 'delete-timer';
      readonly id: string;
      readonly timer: Timer;
      readonly because: 'surplus' | 'changed';
    }
  | {
      readonly kind: 'create-timer';
      readonly timer: Timer;
      /** The timer that it is there for, should that not come about. */
      readonly standsFor?: string;
    }
  | { readonly kind: 'turn-timer'; readonly id: string; readonly timer: Timer }
  | { readonly kind: 'delete-version'; readonly version: string }
  | { readonly kind: 'publish'; readonly version: string };

/** Why the configuration is written although no setting of it changes: deploy keeps what it has to know in it. */
export const notes = {
  /** Another deploy that finds it there stops. */
  underWay: 'that this deploy is under way',
  made: 'what of it is made by deploy',
} as const;

function tellConfig(because: readonly string[]): string {
  const isNote = (what: string) => Object.values<string>(notes).includes(what);
  const [noted, settings] = [because.filter(isNote), because.filter((what) => !isNote(what))];
  const text = `note in the function ${noted.join(' and ')}`;
  if (settings.length === 0) return text;
  return `change the configuration: ${settings.join(', ')}${noted.length === 0 ? '' : `; ${text}`}`;
}

/** What a step does, for people. */
export function tellStep(step: Step): string {
  switch (step.kind) {
    case 'create-function':
      return 'create the function with its code, settings and variables';
    case 'update-config':
      return tellConfig(step.because);
    case 'update-code':
      return 'replace the code';
    case 'limit-instances':
      return `allow ${step.most === -1 ? 'any number of instances' : `at most ${step.most} instances`}`;
    case 'set-policy':
      return 'set how asynchronous invocations are retried';
    case 'drop-policy':
      return 'delete how asynchronous invocations are retried';
    case 'delete-timer':
      return `delete timer ${step.timer.name}${step.because === 'changed' ? ', to be created again' : ''}`;
    case 'create-timer':
      if (step.standsFor !== undefined)
        return `create timer ${step.timer.name}, disabled, in case ${step.standsFor} cannot be created again`;
      return `create timer ${step.timer.name}${step.timer.status === 'ACTIVE' ? '' : ', disabled'}: ${step.timer.schedule}`;
    case 'turn-timer':
      return `turn timer ${step.timer.name} ${step.timer.status === 'ACTIVE' ? 'on' : 'off'}`;
    case 'delete-version':
      return `delete version ${step.version}, the oldest of deploy's`;
    case 'publish':
      return `publish version ${step.version}`;
    default:
      return step satisfies never;
  }
}
