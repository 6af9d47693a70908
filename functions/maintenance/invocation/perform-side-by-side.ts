import type { Performed } from './carry-out-run.ts';

/** Something to carry out, of one job. */
export type Work = { readonly job: string; readonly perform: () => Promise<Performed | undefined> };

/** What became of the work, in its order, and the bugs that kept some of it from ending. */
export type PerformedWork = { readonly performed: readonly Performed[]; readonly errors: readonly unknown[] };

/**
 * Does the work of different jobs side by side and that of one job one after another: two runs of a job are on the
 * same instances. A bug in one leaves the others alone.
 */
export async function performSideBySide(work: readonly Work[]): Promise<PerformedWork> {
  const byJob = new Map<string, Work[]>();
  for (const each of work) byJob.set(each.job, [...(byJob.get(each.job) ?? []), each]);
  const lanes = await Promise.all([...byJob.values()].map(performInTurn));
  const results = lanes.flat();
  return {
    performed: results.flatMap((result) =>
      'performed' in result && result.performed ? [result.performed] : [],
    ),
    errors: results.flatMap((result) => ('error' in result ? [result.error] : [])),
  };
}

type Result = { readonly performed: Performed | undefined } | { readonly error: unknown };

async function performInTurn(lane: readonly Work[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { perform } of lane) {
    try {
      results.push({ performed: await perform() });
    } catch (error) {
      results.push({ error });
    }
  }
  return results;
}
