import { readEvent } from '../../functions/maintenance/runtime/middleware/read-event.ts';
import type { FuzzKind } from './fuzz-kind.ts';

const time = '2026-11-23T03:30:00+08:00';
const timer = { version: 'v2.0', time, trigger_type: 'TIMER', trigger_name: 'tick' };
const run = `nightly-soft-restart@${time}`;

/** What FunctionGraph's timers send and what people paste into its console. */
const events: readonly unknown[] = [
  { ...timer, user_event: '' },
  { ...timer, user_event: '{"job":"nightly-soft-restart"}' },
  { ...timer, user_event: '{"jobs":["a","b"],"dryRun":true}' },
  { ...timer, time: '2026-11-23T03:30:00Z', user_event: 'nightly-soft-restart' },
  { job: 'nightly-soft-restart' },
  { job: 'nightly-soft-restart', dryRun: true },
  { job: 'weekly-cache-reset', confirm: '3f9a1c07b2de' },
  { action: 'soft_restart', region: 'beijing', instances: ['0d242646-f910-49f5-a45e-66f445be4246'] },
  { retryFailed: run },
  { continueRun: run },
  { cancel: run },
  { command: 'validate' },
  { command: 'next' },
  { command: 'status' },
  { command: 'history' },
];

/** Events of FunctionGraph; a text that is no JSON reaches the function as that text. */
export const fuzzedEvents: FuzzKind = {
  seeds: events.flatMap((event) => [JSON.stringify(event), JSON.stringify(event, null, 4)]),
  part: /[^\s:,[\]{}"]+/g,
  words: [
    ...[
      'true',
      '0',
      '1e999',
      '""',
      '[]',
      '{}',
      'jobs',
      'dryrun',
      'JOB',
      'OBS',
      'APIG',
      'user_event',
      'flush',
    ],
    ...[
      '{"job":"a"}',
      '2026-02-30T00:00:00Z',
      '2026-11-23 03:30',
      '0',
      'constructor',
      '__proto__',
      '：',
      '“job”',
    ],
  ],
  async judge(text) {
    const request = await readEvent(parsedOr(text));
    return {
      refusals: request.kind === 'not-understood' ? [{ line: 1, path: '', message: request.reason }] : [],
    };
  },
};

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
