import type { Action } from '../schedule/schema.ts';

/** More is what targets select. */
export const mostNamedInstances = 1_000;

/** What an event asks for. */
export type Request =
  /** A timer that carries no job: whatever is due since the tick before. */
  | { readonly kind: 'tick'; readonly at: number }
  /** A timer that names jobs: these, under their fire time nearest before the event. */
  | {
      readonly kind: 'timer-jobs';
      readonly at: number;
      readonly jobs: readonly string[];
      readonly dryRun: boolean;
    }
  | {
      readonly kind: 'job';
      readonly job: string;
      /** Ids of instances that the job selects, where it is to be about these alone. */
      readonly instances?: readonly string[];
      /** Whatever their maintenance windows. */
      readonly anyTime?: true;
      readonly dryRun: boolean;
      readonly confirm: string | undefined;
      /** Also those are touched that do not meet the conditions of the job. */
      readonly ignoreConditions?: true;
    }
  | {
      readonly kind: 'instances';
      readonly action: Action;
      readonly region: string;
      readonly instances: readonly string[];
      readonly dryRun: boolean;
      readonly confirm: string | undefined;
    }
  /** What failed in a run, and nothing else. */
  | {
      readonly kind: 'retry-failed';
      readonly run: string;
      readonly anyTime?: true;
      readonly dryRun: boolean;
      readonly confirm: string | undefined;
      /** As for a job. */
      readonly ignoreConditions?: true;
    }
  /** A run that another invocation has left. */
  | { readonly kind: 'continue'; readonly run: string }
  /** Nothing new of a run is to start. */
  | { readonly kind: 'cancel'; readonly run: string }
  | { readonly kind: 'command'; readonly command: 'validate' | 'next' | 'status' | 'history' }
  /** Nothing that is known here: nothing is started. Nobody reads the answer to a trigger. */
  | { readonly kind: 'not-understood'; readonly reason: string; readonly from: 'trigger' | 'somebody' };

/** What can be sent, for whoever sent something else. */
export const understoodEvents = [
  'a TIMER event without user_event: runs the jobs that are due',
  'a TIMER event with user_event {"job":"NAME"} or {"jobs":["NAME", …]}',
  '{"job":"NAME"}',
  '{"job":"NAME","dryRun":true}',
  '{"job":"NAME","confirm":"PLAN HASH"}',
  '{"job":"NAME","instances":["ID", …]}',
  '{"job":"NAME","inMaintenanceWindow":false}',
  '{"job":"NAME","ignoreConditions":true}',
  '{"action":"soft_restart","region":"REGION","instances":["ID", …]}',
  '{"retryFailed":"RUN ID"}',
  '{"continueRun":"RUN ID"}',
  '{"cancel":"RUN ID"}',
  '{"command":"validate"}',
  '{"command":"next"}',
  '{"command":"status"}',
  '{"command":"history"}',
] as const;

/**
 * Whether somebody asked by hand for what touches nothing, and sees what comes of it, a failure too: nobody else need
 * be told.
 */
export function isOnlyAsked(request: Request): boolean {
  switch (request.kind) {
    case 'command':
    case 'cancel':
      return true;
    case 'job':
    case 'instances':
    case 'retry-failed':
      return request.dryRun;
    case 'not-understood':
      return request.from === 'somebody';
    case 'tick':
    case 'timer-jobs':
    case 'continue':
      return false;
    default:
      return request satisfies never;
  }
}
