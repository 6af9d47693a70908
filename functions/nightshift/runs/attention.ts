import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { inBatches } from '../../maintenance/foundation/in-batches.ts';
import { isTrouble } from '../../maintenance/report/attention-sections.ts';
import { type EndedRun, hasRun, type Journal } from '../../maintenance/run/journal.ts';
import { line } from '../place/terminal-summary.ts';
import { wrapText } from '../place/terminal-text.ts';
import type { Room } from '../place/text-table.ts';
import { recordOf } from './find-run.ts';
import { clock } from './instances-table.ts';
import type { RunRecord } from './run-record.ts';
import { showRun } from './show-run.ts';

type Shown = RunRecord['instances'][number];

/** What of a run that has ended needs a person. */
export type Attention = {
  readonly run: string;
  /** Those that failed, that were refused, or of which nobody knows how they ended. */
  readonly instances: readonly (Pick<Shown, 'id' | 'name' | 'region'> & {
    readonly outcome: string;
    readonly code: string;
    /** DCS's status when it was last seen, and when that was, of one that was not seen back. */
    readonly away?: { readonly status: string | null; readonly seenAt: string | null };
  })[];
  readonly steps: RunRecord['steps'];
  /** Channels that cannot be said to have heard of its end. */
  readonly untold: readonly string[];
  /** Why its record does not tell all of it. */
  readonly unread?: string;
};

/** Of so many runs the records are read: more are no more than somebody looks after. */
const mostRead = 30;

/** What needs a person of the runs that ended last, the latest first; those that need none are left out. */
export async function attentionsOf(
  ended: readonly EndedRun[],
  journal: Journal,
  { now, zone }: { readonly now: number; readonly zone: string },
): Promise<readonly Attention[]> {
  const lately = ended.slice(0, mostRead).filter(hasRun);
  const records = await inBatches(lately, async (one) => {
    const record = await recordOf(one.run, journal).catch((error: unknown) => {
      if (!(error instanceof CodedError)) throw error;
      return { events: [], flaw: { code: error.code, message: error.message } };
    });
    return showRun({ run: one.run, ended: one, ...record }, now, zone);
  });
  return records.flatMap((record, at) => needOf(record, succeededSince(record, records.slice(0, at))));
}

/** The instances that succeeded in retries of a run, whatever retries are between: they need nobody any more. */
function succeededSince({ run }: RunRecord, later: readonly RunRecord[]): ReadonlySet<string> {
  const chain = new Set([run]);
  const succeeded = new Set<string>();
  for (const { run: retry, retryOf, instances } of later.toReversed()) {
    if (retryOf === null || !chain.has(retryOf)) continue;
    chain.add(retry);
    for (const { id, outcome } of instances) if (outcome === 'succeeded') succeeded.add(id);
  }
  return succeeded;
}

function needOf(
  { run, instances, steps: all, told, error }: RunRecord,
  settled: ReadonlySet<string>,
): readonly Attention[] {
  const troubled = instances.flatMap(({ id, name, region, outcome, code, underWay }) =>
    outcome !== null && isTrouble(outcome) && !settled.has(id)
      ? [{ id, name, region, outcome, code: code ?? '', ...(underWay && { away: seenIn(underWay) }) }]
      : [],
  );
  // What was to be done about those that succeeded since is done.
  const codes = new Set(troubled.map(({ code }) => code));
  const done = instances.flatMap(({ id, code }) => (settled.has(id) && !codes.has(code ?? '') ? [code] : []));
  const steps = all.flatMap((one) => {
    const left = one.codes.filter((code) => !done.includes(code));
    return left.length === 0 ? [] : [{ ...one, codes: left }];
  });
  const untold = told.filter(({ heard }) => !heard).map(({ channel }) => channel);
  const needsNobody = troubled.length === 0 && untold.length === 0 && error === undefined;
  if (needsNobody) return [];
  return [{ run, instances: troubled, steps, untold, ...(error && { unread: error.message }) }];
}

function seenIn({ status, seenAt }: NonNullable<Shown['underWay']>) {
  return { status, seenAt };
}

/** So many instances of a run are named. */
const mostNamed = 8;

/** What needs a person, for people; nothing where nobody is needed. */
export function attentionText(attentions: readonly Attention[], { width, hasEdge }: Room): string {
  const blocks = attentions.map(({ run, instances, steps, untold, unread }) => {
    const more = instances.length - mostNamed;
    const lines = [
      ...instances.slice(0, mostNamed).map(({ name, region, outcome, code, away }) => {
        const seen = away
          ? `, ${away.status ?? 'not seen'}${away.seenAt === null ? '' : ` at ${clock(away.seenAt)}`} when it was last seen`
          : '';
        return `${line(name)} (${line(region)}) ${outcome}: ${line(code)}${seen}`;
      }),
      ...(more > 0 ? [`… and ${more} more`] : []),
      ...steps.map(({ step, codes }) => `${codes.join(', ')} -> ${step}`),
      ...untold.map((channel) => `${line(channel)} cannot be said to have heard of it`),
      ...(unread === undefined ? [] : [`its record does not tell all: ${line(unread)}`]),
    ];
    const indented = lines.flatMap((text) => {
      const [first = '', ...rest] = wrapText(text, width - 4, hasEdge);
      return [`  - ${first}`, ...rest.map((each) => `    ${each}`)];
    });
    return [line(run), ...indented].join('\n');
  });
  if (blocks.length === 0) return '';
  return ['needs a person (nightshift show RUN tells all of it)', ...blocks].join('\n');
}
