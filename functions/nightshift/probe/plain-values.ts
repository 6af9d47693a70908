import { points } from './points.ts';

/** Words of Huawei's documents and of this room; as a whole value they tell nothing of an account. */
const words = new Set(
  `true false null default normal none Redis Memcached redis memcached generic enterprise DRAM SSD x86_64 aarch64
  RUNNING ERROR RESTARTING FLUSHING FROZEN EXTENDING RESTORING CREATING CREATEFAILED UPGRADING ROLLBACKING CLOSED
  BACKUPING single ha cluster proxy ha_rw_split success failed succeed SUCCESS FAILED EXECUTING CREATED WAITING
  restart soft_restart flush auto manual aof rdb TIMER ACTIVE DISABLED Cron Rate latest zip v1 v2 Appendable Normal
  STANDARD STANDARD_IA GLACIER as-documented ignored loose too-strict by-name unstable whole-call per-item accepted
  acceptance status nothing no-content empty-list told left-out dotted numeric all instances answered`.split(
    /\s+/,
  ),
);

/** A word as services write states and kinds. */
const word = /^[A-Za-z][A-Za-z_-]{0,31}$/;
const code = /^([A-Za-z]+(\.[A-Za-z0-9]+)*|\d{1,12})$/;
const version = /^[A-Za-z0-9. -]{1,24}$/;
const time = /^[\d:TZ.+ -]{4,32}$/;
const figure = /^-?\d{1,12}(\.\d+)?$/;

/** The fields whose values are the service's own, and what such a value looks like. Every other text is the account's. */
const plainFields: ReadonlyMap<string, RegExp> = new Map([
  ...`status sub_status task action result engine cache_mode product_type storage_type cpu_type backup_type
  backup_format trigger_type_code trigger_status schedule_type code_type type Type StorageClass x-obs-object-type
  x-amz-object-type`
    .split(/\s+/)
    .map((name) => [name, word] as const),
  ...['error_code', 'Code', 'Error', 'silence'].map((name) => [name, code] as const),
  ...['engine_version', 'runtime', 'version'].map((name) => [name, version] as const),
  ...['spec_code', 'cloud_service_type_code', 'cloud_resource_type_code'].map(
    (name) => [name, /^[\w.]{1,48}$/] as const,
  ),
  ...`updated_at last_modified last_updated_time maintain_begin maintain_end LastModified at`
    .split(/\s+/)
    .map((name) => [name, time] as const),
  ...`input_kbps output_kbps used_cpu capacity_minor progress task_count Size MaxKeys max-keys position offset limit
  begin_time end_time x-obs-next-append-position x-amz-next-append-position retry-after`
    .split(/\s+/)
    .map((name) => [name, figure] as const),
  ['IsTruncated', word],
  ['include_failure', word],
  ['name_equal', word],
  ['range', /^bytes=\d+-$/],
  ['content-range', /^bytes [\d*/-]+$/],
  ['content-type', /^[a-z]+\/[a-z+.-]+(; ?charset=[\w-]+)?$/i],
  ['date', /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/],
]);

/** Sentences of a service, in which something of the account can stand. */
const sentences: ReadonlySet<string> = new Set([
  'error_msg',
  'error_ext_msg',
  'Message',
  'message',
  'detail',
]);

/** Whether a text is the service's own in this field, a sentence of it, or the account's. */
export function natureOf(field: string, text: string): 'plain' | 'sentence' | 'private' {
  if (isWord(text) || plainFields.get(field)?.test(text)) return 'plain';
  return sentences.has(field) ? 'sentence' : 'private';
}

/** Whether a whole text is a word that tells nothing of anybody. */
export function isWord(text: string): boolean {
  return text === '' || words.has(text);
}

/** What else our sentences and those of services are made of, besides what is said of points. */
const usual = `the that this those there they them was were is are and any nothing came showed shown show seen see it its end ends from with
  without not one only two other another some such else called has have had does done been after before while until meanwhile within
  minute minutes second seconds hour day days year than fewer more most least ten first last same each time times every all both
  instance instances function functions bucket buckets object objects key keys prefix name names named tag tags project projects
  region regions zone schedule journal serverless yml json evidence file cache redis list lists listed listing page pages filter filters
  filtered found find finds missing absent answer answers answered call calls called asked ask request requests response restart
  restarts restarted soft_restart flush flushes flushed backup backups status state states running error errors code codes number numbers
  count counts order ordered sorted letters small capital bytes length position append appended appendable range delete deleted removed
  remove read reads write written writes link digest zip config configuration version versions latest trigger triggers timer timers
  runtime engine node nodes cluster proxy statistic statistics task tasks confirmed confirm carried out interrupted told tell left tag
  value values document parameter parameters invalid exist exists specified resource service server internal access denied permission
  permissions policy policies user users token tokens account accounts authentication information incorrect signature verify fail failed
  fails failure success succeeded unauthorized forbidden throttled throttling threshold reached limit limits busy try again please too
  many large bad gateway api environment published unsupported supported support action operation operations not-found production
  looks like acts nobody somebody which who what when how you your yours use used new old own empty none null true false`;

/** Whoever's names they are as well: in a sentence they tell nothing of anybody. */
const ordinary: ReadonlySet<string> = new Set(
  [...points.flatMap((point) => [point.about, String(point.assumed), 'why' in point ? point.why : '']), usual]
    .join(' ')
    .toLowerCase()
    .match(/[a-z_-]+/g),
);

/** Whether a name is a usual word, or a number as short as any, which stand in sentences without it as well. */
export function isOrdinary(name: string): boolean {
  return ordinary.has(name.toLowerCase()) || /^\d{1,5}$/.test(name);
}

/** The fields of an answer's head that matter. */
export const headersThatMatter = [
  'content-type',
  'date',
  'retry-after',
  'x-request-id',
  'x-obs-request-id',
  'x-amz-request-id',
  'x-obs-object-type',
  'x-amz-object-type',
  'x-obs-next-append-position',
  'x-amz-next-append-position',
  'content-range',
] as const;
