import type { Action } from '../schedule/schema.ts';

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
      readonly dryRun: boolean;
      readonly confirm: string | undefined;
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
      readonly dryRun: boolean;
      readonly confirm: string | undefined;
    }
  /** A run that another invocation has left. */
  | { readonly kind: 'continue'; readonly run: string }
  /** Nothing new of a run is to start. */
  | { readonly kind: 'cancel'; readonly run: string }
  | { readonly kind: 'command'; readonly command: 'validate' | 'next' | 'status' | 'history' }
  /** Nothing that is known here: nothing is started. */
  | { readonly kind: 'not-understood'; readonly reason: string };

/** What can be sent, for whoever sent something else. */
export const understoodEvents = [
  'a TIMER event without user_event: runs the jobs that are due',
  'a TIMER event with user_event {"job":"NAME"} or {"jobs":["NAME", …]}',
  '{"job":"NAME"}',
  '{"job":"NAME","dryRun":true}',
  '{"job":"NAME","confirm":"PLAN HASH"}',
  '{"action":"soft_restart","region":"REGION","instances":["ID", …]}',
  '{"retryFailed":"RUN ID"}',
  '{"continueRun":"RUN ID"}',
  '{"cancel":"RUN ID"}',
  '{"command":"validate"}',
  '{"command":"next"}',
  '{"command":"status"}',
  '{"command":"history"}',
] as const;
