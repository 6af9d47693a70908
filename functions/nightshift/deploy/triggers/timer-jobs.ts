import { isMapping } from '../../../maintenance/document/path.ts';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';

/** What a timer asks of the function: what is due, or jobs by name; as `runtime/event-schema.ts` reads it. */
export type TimerAsk =
  | { readonly kind: 'tick' }
  | { readonly kind: 'jobs'; readonly jobs: readonly string[]; readonly dryRun: boolean }
  | { readonly kind: 'unclear' };

/** Reads the `userEvent` of a timer. */
export function timerAsk(userEvent: string): TimerAsk {
  const carried = userEvent.trim();
  if (carried === '' || carried === '{}') return { kind: 'tick' };
  const read = parseJson(carried);
  if (!isMapping(read)) return { kind: 'unclear' };
  const { job, jobs, dryRun = false, ...rest } = read;
  const names = jobs === undefined ? [job] : job === undefined ? jobs : undefined;
  const known = Object.keys(rest).length === 0 && typeof dryRun === 'boolean';
  if (!known || !isListOfNames(names)) return { kind: 'unclear' };
  return { kind: 'jobs', jobs: names, dryRun };
}

function isListOfNames(names: unknown): names is readonly string[] {
  return (
    Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')
  );
}
