import type { Command, Limits } from './command.ts';
import { decide } from './decide.ts';
import { nextCall } from './next-call.ts';
import { chooseStarts } from './start-next.ts';
import type { RunState } from './state.ts';
import { instancesLeft } from './tally.ts';

/**
 * What to do next: pure, so that the same journal and instant always give the same commands. Decisions come
 * alone, because they change what is worth calling for; then at most one call per region.
 */
export function advance(state: RunState, now: number, limits: Limits): readonly Command[] {
  if (state.finishedAt !== undefined) return [];
  const left = instancesLeft(state);
  if (left.all.length === 0) return [{ do: 'finish' }];
  const decisions = decide(state, left.all, now, limits);
  if (decisions.length > 0) return decisions;
  const starts = chooseStarts(state, left, now);
  const unsecured = [...starts.values()].flat().filter((id) => needsBackup(state, id));
  if (unsecured.length > 0) return [{ do: 'secure', ids: unsecured }];
  const commands = [...state.regions.keys()].flatMap((region) =>
    nextCall(state, region, left.byRegion.get(region) ?? [], starts.get(region) ?? [], now),
  );
  const calls = commands.filter((command) => command.do !== 'wait');
  const waits = commands.flatMap((command) => (command.do === 'wait' ? [command.until] : []));
  // The ends of window and time are decisions to come, so nobody sleeps past them.
  const edges = [limits.startUntil, limits.actUntil, state.rules.windowEnd ?? limits.actUntil];
  const until = Math.min(...waits, ...edges.filter((edge) => edge > now));
  return [...calls, { do: 'wait', until }];
}

function needsBackup({ rules, instances }: RunState, id: string): boolean {
  return rules.backup.mode !== 'none' && instances.get(id)?.secured === undefined;
}
