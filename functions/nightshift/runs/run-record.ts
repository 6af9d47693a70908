import * as z from 'zod/mini';
import { summarySchema } from '../../maintenance/report/summary.ts';

const instant = z.iso.datetime({ offset: true });
const { instances, status, action, counts, notes, problems } = summarySchema.shape;
const { outcome, code, reason, ...rest } = instances._zod.def.element.shape;

/** What is under way with an instance that has no outcome, or was before it was given up on. */
const underWaySchema = z.strictObject({
  /** `waiting` for its turn or next try, `backup`, `sending`, `sent`, `failed-try`, or `given-up` before it was back. */
  kind: z.enum(['waiting', 'backup', 'sending', 'sent', 'failed-try', 'given-up']),
  since: z.nullable(instant),
  /** At most; of one that waits, when it is tried again, or its maintenance window opens. */
  until: z.nullable(instant),
  /** DCS's status when it was last seen. */
  status: z.nullable(z.string()),
  seenAt: z.nullable(instant),
  /** The status that it is waited for to come back to. */
  expected: z.nullable(z.literal('RUNNING')),
});

/** One instance of a run: as in the summary, and without an outcome as long as it has none. */
const recordInstanceSchema = z.strictObject({
  ...rest,
  outcome: z.nullable(outcome),
  code: z.nullable(code),
  reason: z.nullable(reason),
  underWay: z.nullable(underWaySchema),
});

/** What happened at an instant, to which instances. */
const timelineEntrySchema = z.strictObject({
  at: instant,
  kind: z.enum([
    'opened',
    'taken-up',
    'left',
    'cancelled',
    'status',
    'out-of-sight',
    'in-sight',
    'sending',
    'answered',
    'refused',
    'backup',
    'secured',
    'retry',
    'concluded',
    'finished',
    'told',
  ]),
  what: z.string(),
  /** The ids of the instances it is about; empty where it is about the run or a region. */
  instances: z.array(z.string()),
  /** It is of those that make a short account of a long run. */
  matters: z.boolean(),
});

/** One invocation that held the run, with the request id that FunctionGraph logs it under. */
const invocationSchema = z.strictObject({
  requestId: z.string(),
  from: instant,
  /** Of its last entry in the record. */
  until: instant,
});

/** A channel of the run, and how telling it of the end went. */
const toldSchema = z.strictObject({
  channel: z.string(),
  /** That of the delivery; `not-told` before the end, and where the record has nothing of it. */
  status: z.string(),
  /** The channel can be said to have heard of the end, or did not want to. */
  heard: z.boolean(),
  attempts: z.nullable(z.number()),
  /** What the receiver answered, or why nothing came of it; `null` where the record does not keep it. */
  answer: z.nullable(z.string()),
});

/** All that the journal knows of a run: what `nightshift show --json` prints. */
export const runRecordSchema = z.strictObject({
  run: z.string(),
  job: z.string(),
  /** `null` where no record says it. */
  action: z.nullable(action),
  /**
   * `entered`: registered and not begun. `held`: an invocation works on it. `waiting`: the next tick goes on. `ended`.
   * `given-up`: closed while its record could not be read. `unreadable`: the same, and not closed.
   */
  state: z.enum(['entered', 'held', 'waiting', 'ended', 'given-up', 'unreadable']),
  /** How it ended; `null` until then. */
  status: z.nullable(status),
  scheduledFor: z.nullable(instant),
  startedAt: z.nullable(instant),
  finishedAt: z.nullable(instant),
  counts: z.strictObject({ ...counts.shape, left: counts.shape.selected }),
  instances: z.array(recordInstanceSchema),
  notes,
  problems,
  /** Who may act on it now, and until when. */
  heldBy: z.nullable(z.strictObject({ requestId: z.string(), until: instant })),
  cancelled: z.nullable(z.strictObject({ at: instant, by: z.string() })),
  /** The run whose failed instances it is about. */
  retryOf: z.nullable(z.string()),
  /** What a person does next, each with the codes that ask for it. */
  steps: z.array(z.strictObject({ step: z.string(), codes: z.array(z.string()) })),
  told: z.array(toldSchema),
  invocations: z.array(invocationSchema),
  timeline: z.array(timelineEntrySchema),
  /** Why no more of its record can be read; all else is what the readable part shows. */
  error: z.optional(z.strictObject({ code: z.string(), message: z.string() })),
});

/** See `runRecordSchema`. */
export type RunRecord = z.output<typeof runRecordSchema>;
/** See `timelineEntrySchema`. */
export type TimelineEntry = z.output<typeof timelineEntrySchema>;
