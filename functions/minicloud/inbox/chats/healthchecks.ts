import { drawLines } from '../page/chat-markup.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { html } from '../page/html.ts';
import { type HttpAnswer, textAnswer } from '../scripted-reply.ts';
import type { InboxChat } from './chat.ts';

/** A ping that a check took; `body` as much of it as is kept. */
type CheckPing = {
  readonly kind: 'start' | 'success' | 'fail' | 'log';
  readonly run: string | undefined;
  readonly body: string;
  /** Since the start under the same run id; `undefined` for one without. In milliseconds. */
  readonly tookMs: number | undefined;
};

/** One check of Healthchecks, behind paths of an inbox. */
type Check = {
  /** By path: the check's own for success, and one for each other signal. */
  readonly chats: Readonly<Record<string, InboxChat>>;
  readonly pings: readonly CheckPing[];
  /** As its page shows it; `late` and what follows from the schedule of a check are left out. */
  status(): 'new' | 'started' | 'up' | 'down';
};

/** As much of a body as is kept, by default. */
const bodyLimit = 10_000;
const windowMs = 60_000;
const mostPings = 5;

/** Answers to pings. Those of 200 that are no success are hc-ping.com's for URLs with a UUID. */
export const pingAnswers = {
  taken: textAnswer(200, 'OK', { 'Ping-Body-Limit': String(bodyLimit) }),
  created: textAnswer(201, 'Created', { 'Ping-Body-Limit': String(bodyLimit) }),
  noSuchUuid: textAnswer(200, 'OK (not found)'),
  tooOften: textAnswer(200, 'OK (rate limited)'),
  badUuid: textAnswer(400, 'invalid uuid format'),
  noSuchCheck: textAnswer(404, 'not found'),
  ambiguousSlug: textAnswer(409, 'ambiguous slug'),
  tooOftenBySlug: textAnswer(429, 'rate limit exceeded'),
} satisfies Record<string, HttpAnswer>;

/** A check at a path, such as `/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278`. */
export function healthchecksInbox(path: string): Check {
  const pings: CheckPing[] = [];
  const startedAt = new Map<string, number>();
  let takenAt: number[] = [];

  const signal =
    (kind: CheckPing['kind']): InboxChat =>
    ({ query, body, now }) => {
      const refused = (answer: HttpAnswer) => ({ taken: false, answer });
      const run = new URLSearchParams(query).get('rid') ?? undefined;
      if (run !== undefined && !isUuid(run)) return refused(pingAnswers.badUuid);
      takenAt = takenAt.filter((at) => now - at < windowMs);
      if (takenAt.length >= mostPings) return refused(pingAnswers.tooOften);
      takenAt.push(now);
      const began = run === undefined ? undefined : startedAt.get(run);
      if (run !== undefined && kind === 'start') startedAt.set(run, now);
      const kept = body.subarray(0, bodyLimit).toString();
      const tookMs = began === undefined || kind === 'start' ? undefined : now - began;
      pings.push({ kind, run, body: kept, tookMs });
      return { taken: true, answer: pingAnswers.taken };
    };

  return {
    chats: {
      [path]: signal('success'),
      [`${path}/start`]: signal('start'),
      [`${path}/fail`]: signal('fail'),
      [`${path}/log`]: signal('log'),
    },
    pings,
    status() {
      const last = pings.findLast(({ kind }) => kind !== 'log');
      if (last === undefined) return 'new';
      if (last.kind === 'start') return 'started';
      return last.kind === 'success' ? 'up' : 'down';
    },
  };
}

/** Any version, but in no other way of writing (Python's `UUID` and back). */
function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

const signals = {
  '/start': { name: 'Started', look: 'started' },
  '/fail': { name: 'Failure', look: 'fail' },
  '/log': { name: 'Log', look: 'started' },
  '': { name: 'Success', look: 'success' },
} as const;

/** Draws a ping as the log of a check does. */
export function drawPing({ tail, query, body: text }: ToDraw): Drawing {
  const run = new URLSearchParams(query).get('rid') ?? undefined;
  const { name, look } = Object.entries(signals).find(([path]) => path === tail)?.[1] ?? signals[''];
  const id = run === undefined ? undefined : html`<span class="ping-run">run <code>${run}</code></span>`;
  const words =
    text === '' ? undefined : html`<div class="ping-text">${drawLines(text, { inlines: [] })}</div>`;
  return {
    plain: false,
    body: html`<div class="ping"><p><span class="ping-signal ping-${look}">${name}</span> ${id}</p>${words}</div>`,
  };
}
