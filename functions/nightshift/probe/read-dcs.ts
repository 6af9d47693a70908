import { asCount, asDocument, asText, asWord, isEmpty } from '../../maintenance/huawei/optional-field.ts';
import { type Answers, codeIn, endOf } from './answers.ts';
import type { Ask, Reply } from './ask.ts';
import { readLists } from './read-lists.ts';

/** DCS as these keys reach it. */
export type DcsAccess = {
  readonly ask: Ask;
  /** The same in a project that is nobody's. */
  readonly askForeign: Ask;
  /** Ids that nobody has. */
  readonly freshId: () => string;
};

/** What of an instance matters before anything is done to it. */
export type Known = {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly mode: string;
  readonly status: string;
  readonly tags: readonly (readonly [key: string, value: string])[];
  /** As the statistic tells them; `undefined` where it does not. */
  readonly keys: number | undefined;
  /** Commands in the statistic's last period. */
  readonly commands: number | undefined;
};

/** The paths of what is asked of one instance, and of all. */
export const paths = {
  all: '/v2/{project_id}/instances',
  one: '/v2/{project_id}/instances/{instance_id}',
  status: '/v2/{project_id}/instances/status',
  statistic: '/v2/{project_id}/instances/statistic',
  nodes: '/v2/{project_id}/instances/{instance_id}/logical-nodes',
  backups: '/v2/{project_id}/instances/{instance_id}/backups',
  tasks: '/v2/{project_id}/instances/{instance_id}/tasks',
} as const;

/** Settles what DCS shows to whoever only reads. Gives the instance, or how the call for it ended. */
export async function readDcs(
  instance: string,
  { ask, askForeign, freshId }: DcsAccess,
  answers: Answers,
): Promise<Known | { readonly failed: Reply }> {
  const params = { instance_id: instance };
  const shown = await ask({ method: 'GET', path: paths.one, params });
  answers.see('dcs.request-id', shown.headers['x-request-id'] === undefined ? 'left out' : 'told');
  if (shown.status !== 200) return { failed: shown };
  const detail = asDocument(shown.body);
  readDetail(detail, answers);

  const absent = await ask({ method: 'GET', path: paths.one, params: { instance_id: freshId() } });
  answers.see('dcs.absent', endOf(absent));
  const code = codeIn(absent.body);
  if (code !== undefined) answers.see('dcs.error-codes', /^\d+$/.test(code) ? 'numeric' : 'dotted');
  answers.leave('dcs.error-codes', `an error without a code came: ${endOf(absent)}`);
  const foreign = await askForeign({ method: 'GET', path: paths.all, query: { limit: '1' } });
  answers.see('dcs.foreign-project', endOf(foreign));

  await readLists(ask, detail, answers);
  // Before there was the service, so there are none.
  const query = { begin_time: '20000101000000', end_time: '20000102000000' };
  noteNoBackups(await ask({ method: 'GET', path: paths.backups, params, query }), answers);
  const statistic = await ask({ method: 'GET', path: paths.statistic });
  const counted = [
    statistic,
    await ask({ method: 'GET', path: paths.status }),
    await ask({ method: 'GET', path: paths.nodes, params }),
  ].map(endOf);
  const isOld = !isRedis4(asText(detail['engine']) ?? '', asText(detail['engine_version']) ?? '');
  if (isOld) answers.leave('dcs.counts', 'nodes are told of Redis 4.0 and later only');
  answers.see('dcs.counts', counted.every((end) => end === '200') ? 'answered' : counted.join(', '));
  return { ...knownOf(instance, detail), ...figuresOf(statistic, instance) };
}

/** Whether an engine knows a flush, groups and nodes. */
export function isRedis4(engine: string, version: string): boolean {
  return engine.toLowerCase() === 'redis' && Number.parseInt(version, 10) >= 4;
}

/** What the statistic tells of an instance. */
export function figuresOf(statistic: Reply, instance: string): Pick<Known, 'keys' | 'commands'> {
  const { statistics } = asDocument(statistic.body);
  const rows = Array.isArray(statistics) ? statistics.map(asDocument) : [];
  const { keys, cmd_get_count, cmd_set_count } = rows.find((row) => row['instance_id'] === instance) ?? {};
  const [gets, sets] = [asCount(cmd_get_count), asCount(cmd_set_count)];
  const commands = gets === undefined || sets === undefined ? undefined : gets + sets;
  return { keys: asCount(keys), commands };
}

/** The word of `task` while nothing, or something, is done. */
export function taskIn(detail: Readonly<Record<string, unknown>>): string {
  const { task } = detail;
  return isEmpty(task) ? 'none' : String(asWord(task) ?? JSON.stringify(task));
}

function readDetail(detail: Readonly<Record<string, unknown>>, answers: Answers): void {
  const { replica_count, cache_mode, spec_code, status } = detail;
  answers.see('dcs.show.replica-count', replica_count === undefined ? 'left-out' : 'told');
  if (status === 'RUNNING') answers.see('dcs.show.idle-task', taskIn(detail));
  else answers.leave('dcs.show.idle-task', `the instance is ${asText(status) ?? 'in no state'}, not RUNNING`);
  if (cache_mode === 'ha_rw_split')
    answers.see('dcs.show.spec-code', String(asText(spec_code)).split('.').slice(0, 2).join('.'));
  else answers.leave('dcs.show.spec-code', 'the instance has no read/write splitting');
}

function noteNoBackups(reply: Reply, answers: Answers): void {
  const { status, body } = reply;
  const { backup_record_response } = asDocument(body);
  if (status === 204) answers.see('dcs.backups.none', 'no-content');
  else if (Array.isArray(backup_record_response) && backup_record_response.length === 0)
    answers.see('dcs.backups.none', 'empty-list');
  else answers.leave('dcs.backups.none', `asked for a day of the year 2000, the answer was ${endOf(reply)}`);
}

function knownOf(id: string, detail: Readonly<Record<string, unknown>>): Omit<Known, 'keys' | 'commands'> {
  const text = (name: string) => asText(detail[name]) ?? '';
  const { tags } = detail;
  return {
    id,
    name: text('name'),
    engine: text('engine'),
    engineVersion: text('engine_version'),
    mode: text('cache_mode'),
    status: text('status'),
    tags: (Array.isArray(tags) ? tags : []).map((each) => {
      const { key, value } = asDocument(each);
      return [String(asWord(key) ?? ''), String(asWord(value) ?? '')] as const;
    }),
  };
}
