import { asDocument, asText, asWord } from '../../maintenance/huawei/optional-field.ts';
import type { Exchanged, Reply } from './ask.ts';
import type { Finding } from './evidence.ts';
import type { Point, Stage } from './point.ts';
import { points } from './points.ts';

/** Takes what was seen of points, or why they stay open; the first of both counts. */
export type Answers = {
  see(id: string, seen: string | number, detail?: string): void;
  leave(id: string, why: string): void;
};

/** What is known so far. */
export type Answered = Answers & {
  /** Every point, in its order; of a stage that was not gone through, `why` says why not. */
  findings(why: (stage: Stage) => string): Finding[];
};

/** Nothing is known yet. */
export function openAnswers(): Answered {
  const known = new Map<string, Pick<Finding, 'seen' | 'detail' | 'unsettled'>>();
  const note = (id: string, what: Pick<Finding, 'seen' | 'detail' | 'unsettled'>) => {
    if (!points.some((point) => point.id === id)) throw new TypeError(`there is no point ${id}`);
    if (!known.has(id)) known.set(id, what);
  };
  return {
    see: (id, seen, detail) => note(id, { seen, ...(detail !== undefined && { detail }) }),
    leave: (id, unsettled) => note(id, { unsettled }),
    findings: (why) =>
      points.map((point) => {
        const { seen, ...found } = known.get(point.id) ?? { unsettled: openBy(point, why) };
        const { id, about, assumed } = point;
        if (seen === undefined) return { id, about, assumed, ...found };
        return { id, about, assumed, seen, differs: assumed !== null && assumed !== seen, ...found };
      }),
  };
}

function openBy(point: Point, why: (stage: Stage) => string): string {
  return 'why' in point ? point.why : why(point.stage);
}

/** `404 DCS.3022`, `204`, or why there was no answer. */
export function endOf({ status, body, silence }: Reply): string {
  if (silence !== undefined) return `no answer (${silence})`;
  const code = codeIn(body);
  return code === undefined ? String(status) : `${status} ${code}`;
}

/** The code of an error in an answer of any service. */
export function codeIn(body: unknown): string | undefined {
  const { error_code, code, error, Error: ofObs } = asDocument(body);
  const told =
    asWord(error_code) ??
    asWord(code) ??
    asWord(asDocument(error)['code']) ??
    asText(asDocument(ofObs)['Code']);
  return told === undefined ? undefined : String(told);
}

/** What refusals and throttling looked like, if there were any. */
export function noteRefusals(exchanges: readonly Exchanged[], answers: Answers): void {
  for (const service of ['DCS', 'FunctionGraph', 'OBS']) {
    const denied = exchanges.find((each) => each.service === service && each.reply.status === 403);
    const id = `${service.toLowerCase()}.forbidden`;
    if (denied) answers.see(id, endOf(denied.reply), `${denied.call.method} ${denied.call.path}`);
  }
  const throttled = exchanges.find(({ reply }) => reply.status === 429 || reply.status === 503);
  if (throttled) {
    const { headers } = throttled.reply;
    const told = headers['retry-after'] === undefined ? 'without Retry-After' : 'with Retry-After';
    answers.see(
      'throttled',
      `${endOf(throttled.reply)} ${told}`,
      `${throttled.service} ${throttled.call.path}`,
    );
  }
}
