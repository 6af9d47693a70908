import { dayMs } from '../foundation/time/duration.ts';
import { chooseCall } from './choose-call.ts';
import { chooseStarts } from './choose-starts.ts';
import type { Command, Limits } from './command.ts';
import { concludeOrRetry } from './conclude.ts';
import { needsJudging, toBeJudgedAgain } from './conditions-of-turn.ts';
import type { Held } from './held.ts';
import { nothingHeld, waitsUntil } from './in-hand.ts';
import { standingOf } from './standing.ts';
import type { RunState } from './state.ts';

/**
 * What to do next: pure, so that the same journal and instant always give the same commands. Decisions come
 * alone, because they change what is worth calling for; then at most one call per region.
 */
export function nextCommands(
  state: RunState,
  now: number,
  limits: Limits,
  held: Held = nothingHeld,
): readonly Command[] {
  if (state.finishedAt !== undefined) return [];
  const standing = standingOf(state, now);
  if (standing.left === 0) return [{ do: 'finish' }];
  const decisions = concludeOrRetry(state, standing, now, limits, held);
  if (decisions.length > 0) return decisions;
  const starts = chooseStarts(state, standing, now, held);
  const isUnjudged = (id: string) => needsJudging(state.instances.get(id), state.rules, now);
  const unsecured = [...starts.values()].flat().filter((id) => needsBackup(state, id));
  const judged = unsecured.filter((id) => !isUnjudged(id));
  if (judged.length > 0) return [{ do: 'secure', ids: judged }];
  const commands = [...state.regions.keys()].flatMap((region): readonly Command[] => {
    const its = standing.restlessIn.get(region) ?? [];
    const ids = starts.get(region) ?? [];
    const judging = [...ids.filter(isUnjudged), ...toBeJudgedAgain(its, now)];
    return [
      ...(judging.length > 0 ? [{ do: 'judge', region, ids: judging } as const] : []),
      // No backup is made of one before it is known that it is to be touched.
      ...chooseCall(
        state,
        region,
        its,
        ids.filter((id) => !needsBackup(state, id)),
        now,
      ),
    ];
  });
  const calls = commands.filter((command) => command.do !== 'wait');
  const waits = commands.flatMap((command) => (command.do === 'wait' ? [command.until] : []));
  // The ends of window and time are decisions to come, so nobody sleeps past them.
  const edges = [limits.startUntil, limits.actUntil, state.rules.windowEnd ?? limits.actUntil];
  if (held.size > 0) edges.push(waitsUntil(state));
  if (state.rules.inMaintenanceWindow) edges.push(state.openedAt + dayMs);
  const until = Math.min(...waits, ...edges.filter((edge) => edge > now));
  return [...calls, { do: 'wait', until }];
}

function needsBackup({ rules, instances }: RunState, id: string): boolean {
  return rules.backup.mode !== 'none' && instances.get(id)?.secured === undefined;
}
