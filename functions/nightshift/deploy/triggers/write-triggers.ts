import { type Document, isMap, isSeq, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import type { WantedFunction } from '../serverless/deployment.ts';
import { timerAsk } from './timer-meaning.ts';
import type { WantedTrigger } from './wanted-trigger.ts';

/**
 * Puts triggers into the text of a `serverless.yml` and takes others out that stand for jobs of the schedule; all
 * else stays, comments included. The text itself where nothing is to be changed. `byHand` are the jobs without a cron:
 * a timer that names only such is somebody's own. Throws `CodedError` where the events stand elsewhere.
 */
export function writeTriggers(
  text: string,
  { key, timers }: Pick<WantedFunction, 'key' | 'timers'>,
  wanted: readonly WantedTrigger[],
  byHand: ReadonlySet<string>,
): string {
  const document = parseDocument(text, { schema: 'core', merge: false });
  const items = eventsOf(document, key);
  const names = new Set(wanted.map(({ name }) => name));
  const kept = items.filter((_, index) => {
    const timer = timers[index];
    return timer !== undefined && (names.has(timer.name) || isForeign(timer.userEvent, byHand));
  });
  let changed = kept.length < items.length;
  for (const trigger of wanted) {
    const item = kept.find((event) => event.getIn(['eventData', 'name']) === trigger.name);
    if (item) changed = setTrigger(item, trigger) || changed;
    else {
      kept.push(newEvent(document, trigger));
      changed = true;
    }
  }
  if (!changed) return text;
  const path = ['functions', key, 'events'];
  const events = document.getIn(path);
  if (isSeq(events)) events.items = kept;
  else document.setIn(path, kept);
  const written = document.toString({ lineWidth: 0, indentSeq: !flushList.test(text) });
  return text.includes('\r\n') ? written.replace(/\n/g, '\r\n') : written;
}

/** A list that begins in the column of its key, as some write it; comments may be between. */
const flushList = /^( *)[\w-]+:[^\n]*\n(?: *#.*\n)*\1- /m;

function eventsOf(document: Document, key: string): readonly YAMLMap[] {
  const events = document.getIn(['functions', key, 'events']);
  if (events === undefined || events === null) return [];
  if (isSeq(events) && events.items.every((item) => isMap(item))) return events.items as YAMLMap[];
  throw new CodedError(
    'serverless.events',
    `functions.${key}.events stands elsewhere, by a reference or an alias - expected a list here, which can be changed`,
  );
}

/** Whether a timer names jobs, and only such as have no cron. */
function isForeign(userEvent: string, byHand: ReadonlySet<string>): boolean {
  const ask = timerAsk(userEvent);
  return ask.kind === 'jobs' && ask.jobs.every((job) => byHand.has(job));
}

/** Gives an event the values of a trigger, and tells whether any was another. */
function setTrigger(item: YAMLMap, { schedule, userEvent }: WantedTrigger): boolean {
  const values: readonly (readonly [readonly string[], string, string])[] = [
    [['status'], 'ACTIVE', 'ACTIVE'],
    [['eventData', 'scheduleType'], 'Cron', ''],
    [['eventData', 'schedule'], schedule, ''],
    [['eventData', 'userEvent'], userEvent, ''],
  ];
  const others = values.filter(([path, value, absent]) => (item.getIn(path) ?? absent) !== value);
  for (const [path, value] of others) item.setIn(path, value);
  return others.length > 0;
}

function newEvent(document: Document, { name, schedule, userEvent }: WantedTrigger): YAMLMap {
  const event = document.createNode({
    triggerTypeCode: 'TIMER',
    status: 'ACTIVE',
    eventData: { name, scheduleType: 'Cron', schedule, userEvent },
  });
  const carried = event.getIn(['eventData', 'userEvent'], true) as Scalar;
  carried.type = userEvent === '' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
  return event as YAMLMap;
}
