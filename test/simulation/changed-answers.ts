import type { Notice } from '../../functions/maintenance/notify/channel.ts';
import type { Instance } from '../../functions/maintenance/plan/instance.ts';
import type { Narrowing } from '../../functions/maintenance/plan/narrowing.ts';
import type { Summary } from '../../functions/maintenance/report/summary.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import type { Fleet, SubmitAnswer } from '../../functions/maintenance/run/fleet.ts';
import type { Journal } from '../../functions/maintenance/run/journal.ts';
import type { Action } from '../../functions/maintenance/schedule/schema.ts';
import type { WrittenJob } from './deliberate-bug.ts';

/** What a call is answered that never went out. */
export const notSent: SubmitAnswer = {
  kind: 'refused',
  failure: { kind: 'unsent', code: 'FAILED', message: 'as if nothing had been sent' },
};

/** The answer of a call after some of its instances were sent again at once. */
export async function again(
  fleet: Fleet,
  {
    region,
    action,
    ids,
  }: { readonly region: string; readonly action: Action; readonly ids: readonly string[] },
  first: SubmitAnswer,
): Promise<SubmitAnswer> {
  const second = await fleet.submit(region, action, ids);
  if (first.kind === 'refused' || second.kind === 'refused') return second;
  return {
    ...second,
    accepted: [...first.accepted, ...second.accepted],
    rejected: [...first.rejected.filter((id) => !ids.includes(id)), ...second.rejected],
  };
}

/** An instance as whoever narrowed a list to it would have it, whatever it is. */
export function asAskedFor(one: Instance, { name, tags }: Narrowing): Instance {
  return { ...one, name: name ? `${name.text}${one.name}` : one.name, tags: { ...one.tags, ...tags } };
}

/** A lost answer, taken for a call that never went out. */
export function asUnsent(answer: SubmitAnswer): SubmitAnswer {
  if (answer.kind !== 'refused' || answer.failure.kind !== 'ambiguous') return answer;
  return { kind: 'refused', failure: { ...answer.failure, kind: 'unsent' } };
}

/** A journal that is read otherwise than it stands. */
export function reading(
  journal: Journal,
  change: (events: readonly RunEvent[]) => readonly RunEvent[],
): Journal['read'] {
  return async (run) => {
    const read = await journal.read(run);
    return { ...read, events: change(read.events) };
  };
}

/** The events without those of a type. */
export function without(type: RunEvent['type'], events: readonly RunEvent[]): readonly RunEvent[] {
  return events.filter((event) => event.type !== type);
}

/** A job with another rollout. */
export function rolledOut(job: WrittenJob, change: object): WrittenJob {
  const rollout = { ...(job['rollout'] as object), ...change };
  return { ...job, rollout };
}

/** A job whose window ends when nobody looks any more; what waits for its end needs one. */
export function withoutWindowEnd(job: WrittenJob): WrittenJob {
  return job['window'] === undefined ? job : { ...job, window: '12h' };
}

/** A notice with another summary. */
export function changed(notice: Notice, change: (summary: Summary) => Summary): Notice {
  return notice.type === 'nightshift.run.finished' ? { ...notice, summary: change(notice.summary) } : notice;
}

/** A summary in which all went well. */
export function withSuccess(summary: Summary): Summary {
  const instances = summary.instances.map((row) =>
    row.outcome === 'unknown' ? { ...row, outcome: 'succeeded' as const } : row,
  );
  return { ...summary, instances };
}

/** A summary without its last instance. */
export function withoutLast(summary: Summary): Summary {
  return { ...summary, instances: summary.instances.slice(0, -1) };
}
