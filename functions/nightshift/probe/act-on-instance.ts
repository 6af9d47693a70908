import type { Clock } from '../../maintenance/foundation/clock.ts';
import { asDocument, asText } from '../../maintenance/huawei/optional-field.ts';
import { type Answers, codeIn, endOf } from './answers.ts';
import type { Ask, Reply } from './ask.ts';
import { figuresOf, isRedis4, type Known, paths, taskIn } from './read-dcs.ts';
import { resultFor, type Watched, watchInstance } from './watch-instance.ts';

/** What acting takes besides the instance. */
export type Acting = {
  readonly ask: Ask;
  readonly clock: Clock;
  /** An id that nobody has. */
  readonly freshId: () => string;
  readonly answers: Answers;
};

/** Long enough for a refused call to show that it was carried out all the same. */
const pauseMs = 5_000;
const statisticMs = 10 * 60_000;

/** Restarts an instance softly, once, and watches it. */
export async function restartOnce(known: Known, { ask, clock, freshId, answers }: Acting): Promise<void> {
  const params = { instance_id: known.id };
  const before = await idle(known, ask);
  if (typeof before === 'string') return leaveRest('dcs.restart', before, answers);
  const send = (...instances: string[]) =>
    ask({ method: 'PUT', path: paths.status, sent: { instances, action: 'soft_restart' } });
  // Beside one that is not there, which is a question of its own, and harmless: at most one of both is restarted.
  const both = await send(known.id, freshId());
  let reply = both;
  if (resultFor(known.id, both) !== undefined) answers.see('dcs.change.one-bad', 'per-item');
  else if (isRefused(both)) {
    answers.see('dcs.change.one-bad', 'whole-call', endOf(both));
    await clock.wait(pauseMs);
    const now = asDocument((await ask({ method: 'GET', path: paths.one, params })).body);
    // Refused and carried out all the same: once is enough.
    if (now['status'] === before['status']) reply = await send(known.id);
  } else answers.leave('dcs.change.one-bad', `the call was answered with ${endOf(both)}`);

  const isOld = !isRedis4(known.engine, known.engineVersion);
  const word = resultFor(known.id, reply);
  if (!isOld) answers.leave('dcs.restart.old-engines', engineOf(known));
  else if (word === 'success') answers.see('dcs.restart.old-engines', 'accepted');
  else if (isRefused(reply)) answers.see('dcs.restart.old-engines', 'refused', endOf(reply));
  if (word !== undefined) answers.see('dcs.restart.result', word);
  const hasEnded = word === 'failed' || (isRefused(reply) && reply !== both);
  if (hasEnded) return leaveRest('dcs.restart', word ?? endOf(reply), answers);
  const watched = await watchInstance(known.id, reply.answeredAt, { ask, clock });
  noteWatched('dcs.restart', watched, answers);
  noteUpdates(asText(before['updated_at']) ?? '', watched, answers);
  if (watched.tasks.length === 0) answers.leave('dcs.restart.task', 'the restart was not seen in the status');
  else answers.see('dcs.restart.task', watched.tasks.find((task) => task !== 'none') ?? 'none');
  noteTask(await ask({ method: 'GET', path: paths.tasks, params, query: { limit: '10' } }), answers);
}

/** Flushes an instance, once, whatever comes of the call, and watches it. */
export async function flushOnce(known: Known, { ask, clock, answers }: Acting): Promise<void> {
  const statistic = () => ask({ method: 'GET', path: paths.statistic });
  const before = await idle(known, ask);
  if (typeof before === 'string') return leaveRest('dcs.flush', before, answers);
  const { keys = 0 } = figuresOf(await statistic(), known.id);
  const reply = await ask({
    method: 'PUT',
    path: paths.status,
    sent: { instances: [known.id], action: 'flush' },
  });
  const isOld = !isRedis4(known.engine, known.engineVersion);
  const word = resultFor(known.id, reply);
  if (!isOld) answers.leave('dcs.flush.unsupported', engineOf(known));
  else if (isRefused(reply)) answers.see('dcs.flush.unsupported', codeIn(reply.body) ?? endOf(reply));
  else answers.leave('dcs.flush.unsupported', `the flush was answered with ${word ?? endOf(reply)}`);
  if (word !== undefined) answers.see('dcs.flush.result', word);
  if (isRefused(reply) || word === 'failed') return leaveRest('dcs.flush', word ?? endOf(reply), answers);
  const watched = await watchInstance(known.id, reply.answeredAt, { ask, clock });
  noteWatched('dcs.flush', watched, answers);
  if (keys === 0) return answers.leave('dcs.statistic.lag', 'the statistic told no keys before the flush');
  if (!watched.isIdle) return answers.leave('dcs.statistic.lag', 'the end of the flush was not seen');
  const endedAt = reply.answeredAt + (watched.tookSeconds ?? 0) * 1000;
  for (let looks = 0; ; looks++) {
    const told = await statistic();
    const now = figuresOf(told, known.id).keys;
    if (now !== undefined && now < keys) {
      const seconds = looks === 0 ? 0 : Math.round((told.askedAt - endedAt) / 1000);
      return answers.see('dcs.statistic.lag', seconds);
    }
    if (told.askedAt - endedAt > statisticMs)
      return answers.leave('dcs.statistic.lag', 'after ten minutes the statistic showed no fewer keys');
    await clock.wait(1_000);
  }
}

/** The instance right before something is done to it, or why nothing is. */
async function idle({ id }: Known, ask: Ask): Promise<Readonly<Record<string, unknown>> | string> {
  const reply = await ask({ method: 'GET', path: paths.one, params: { instance_id: id } });
  const detail = asDocument(reply.body);
  if (detail['status'] === 'RUNNING' && taskIn(detail) === 'none') return detail;
  const state = asText(detail['status']) ?? endOf(reply);
  return `the instance is ${state}, and nothing is done to one that is not RUNNING and idle`;
}

/** Whether nothing was done: a refusal with a code of the service or the gateway. */
function isRefused({ status }: Reply): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

function engineOf({ engine, engineVersion }: Known): string {
  return `the instance is ${engine} ${engineVersion}`;
}

function leaveRest(action: 'dcs.restart' | 'dcs.flush', end: string, answers: Answers): void {
  const others = action === 'dcs.restart' ? ofRestart : ['dcs.statistic.lag', 'dcs.flush.unsupported'];
  for (const id of [
    ...['result', 'lag', 'statuses', 'seconds'].map((name) => `${action}.${name}`),
    ...others,
  ])
    if (id !== 'dcs.flush.lag') answers.leave(id, `it was not carried out: ${end}`);
}

const ofRestart = [
  'dcs.change.one-bad',
  'dcs.restart.old-engines',
  'dcs.restart.task',
  'dcs.restart.listed-task',
  'dcs.updated-at',
];

function noteWatched(
  action: 'dcs.restart' | 'dcs.flush',
  { lagSeconds, tookSeconds, statuses }: Watched,
  answers: Answers,
): void {
  answers.leave(`${action}.result`, 'its answer did not come');
  answers.see(`${action}.statuses`, statuses.join(', '));
  if (tookSeconds === undefined) answers.leave(`${action}.seconds`, 'its end was not seen');
  else answers.see(`${action}.seconds`, tookSeconds);
  if (action === 'dcs.flush') return;
  if (lagSeconds === undefined) answers.leave('dcs.restart.lag', 'the restart was not seen in the status');
  else answers.see('dcs.restart.lag', lagSeconds);
}

function noteUpdates(
  before: string,
  { updatedWhile, updatedAtEnd, isIdle }: Watched,
  answers: Answers,
): void {
  const [first] = updatedWhile;
  if (first === undefined || !isIdle)
    answers.leave('dcs.updated-at', 'the restart was not seen from end to end');
  const [moved, movedAgain] = [first !== before, updatedAtEnd !== first];
  if (moved) answers.see('dcs.updated-at', movedAgain ? 'status' : 'acceptance');
  else answers.see('dcs.updated-at', movedAgain ? 'the end alone' : 'nothing');
}

function noteTask(reply: Reply, answers: Answers): void {
  const { tasks } = asDocument(reply.body);
  if (reply.status !== 200)
    answers.leave('dcs.restart.listed-task', `the list of tasks was answered with ${endOf(reply)}`);
  const names = (Array.isArray(tasks) ? tasks : []).map((each) => asText(asDocument(each)['name']) ?? '');
  answers.see('dcs.restart.listed-task', names.find((name) => /restart/i.test(name)) ?? 'not listed');
}
