import type { Clock } from '../foundation/clock.ts';
import type { Instance } from '../plan/instance.ts';
import { CallError, type CallFailure } from './call-failure.ts';
import type { Fleet, NoSuchInstance } from './fleet.ts';
import { unseenStatus } from './instance-changes.ts';
import type { RunState } from './state.ts';

/** What a look at a single instance came to, and when. */
export type Shown = {
  readonly id: string;
  readonly found: Instance | NoSuchInstance | { readonly failure: CallFailure };
  readonly readAt: number;
};

/**
 * Looks at instances one by one. What of them cannot be read is their own failure where DCS tells of others: a policy may
 * be scoped by instance, and an answer spoilt for one. Throws `CallError` where it is not up to them.
 */
export async function lookAlone(
  fleet: Fleet,
  region: string,
  ids: readonly string[],
  clock: Clock,
  known: RunState | undefined,
): Promise<readonly Shown[]> {
  const shown = await Promise.all(
    ids.map(async (id): Promise<Shown> => {
      const found = await showOrFailure(fleet, region, id);
      return { id, found, readAt: clock.now() };
    }),
  );
  const failures = shown.flatMap(({ found }) => ('failure' in found ? [found.failure] : []));
  const [first] = failures;
  const ofAll = failures.find(isOfAll) ?? (failures.length === ids.length ? first : undefined);
  if (ofAll === undefined) return shown;
  const other = isOfAll(ofAll) ? undefined : another(known, region, ids);
  const isTheirs = other !== undefined && !('failure' in (await showOrFailure(fleet, region, other)));
  if (isTheirs) return shown;
  throw new CallError(ofAll);
}

/** Of too many calls, of no connection and of keys nothing is up to an instance. */
function isOfAll({ kind, status }: CallFailure): boolean {
  return kind === 'throttled' || kind === 'unsent' || status === 401;
}

async function showOrFailure(fleet: Fleet, region: string, id: string): Promise<Shown['found']> {
  try {
    return await fleet.show(region, id);
  } catch (error) {
    if (error instanceof CallError) return { failure: error.failure };
    throw error;
  }
}

/**
 * Another instance of the region to tell by whether it is up to those: best one that was told of alone before, as others
 * may fail as well.
 */
function another(known: RunState | undefined, region: string, ids: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const { planned, seen, inspectedAt } of known?.instances.values() ?? []) {
    if (planned.region !== region || !seen || unseenStatus.has(seen.status) || ids.includes(planned.id))
      continue;
    if (inspectedAt !== undefined) return planned.id;
    found ??= planned.id;
  }
  return found;
}
