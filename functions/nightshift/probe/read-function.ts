import { createHash } from 'node:crypto';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { asDocument, asNumber, asText } from '../../maintenance/huawei/optional-field.ts';
import { type Answers, endOf } from './answers.ts';
import type { Ask, Reply } from './ask.ts';

const functions = '/v2/{project_id}/fgs/functions/{function_urn}';

/** Settles what FunctionGraph tells of a function; `absent` is the URN of one that is not there. */
export async function readFunction(urn: string, absent: string, ask: Ask, answers: Answers): Promise<void> {
  const get = (path: string, function_urn = urn) => ask({ method: 'GET', path, params: { function_urn } });
  answers.see('functiongraph.absent', endOf(await get(`${functions}/config`, absent)));
  const shown = await get(`${functions}/config`);
  if (shown.status !== 200) {
    const why = `the function of serverless.yml was answered with ${endOf(shown)}`;
    for (const id of ofFunction) answers.leave(id, why);
    return;
  }
  const config = asDocument(shown.body);
  answers.see('functiongraph.runtime', asText(config['runtime']) ?? 'left out');
  const { concurrency } = asDocument(config['strategy_config']);
  answers.see(
    'functiongraph.most-instances',
    concurrency === undefined ? 'elsewhere' : 'strategy_config.concurrency',
  );
  const { encrypted_user_data: encrypted } = config;
  answers.see(
    'functiongraph.encrypted',
    encrypted ? (looksMasked(encrypted) ? 'masked' : 'told') : 'left out',
  );
  await readCode(await get(`${functions}/code`), config, answers);
  readTriggers(await get('/v2/{project_id}/fgs/triggers/{function_urn}'), answers);
  const { versions } = asDocument((await get(`${functions}/versions`)).body);
  if (!Array.isArray(versions)) answers.see('functiongraph.versions', 'no list');
  else {
    const hasLatest = versions.some((each) => asDocument(each)['version'] === 'latest');
    answers.see('functiongraph.versions', hasLatest ? 'with latest' : 'without latest');
  }
  const policy = await get(`${functions}/async-invoke-config`);
  if (policy.status === 200) answers.leave('functiongraph.async-absent', 'the function has one');
  else answers.see('functiongraph.async-absent', endOf(policy));
}

const ofFunction = [
  'functiongraph.runtime',
  'functiongraph.digest',
  'functiongraph.code-size',
  'functiongraph.code',
  'functiongraph.encrypted',
  'functiongraph.most-instances',
  'functiongraph.triggers',
  'functiongraph.sync-execution',
  'functiongraph.versions',
  'functiongraph.async-absent',
];

function looksMasked(encrypted: unknown): boolean {
  const values = Object.values(asDocument(typeof encrypted === 'string' ? parseJson(encrypted) : encrypted));
  return values.every((value) => /^[*x]*$/i.test(String(value)));
}

async function readCode(
  reply: Reply,
  config: Readonly<Record<string, unknown>>,
  answers: Answers,
): Promise<void> {
  const { file, link } = asDocument(asDocument(reply.body)['func_code']);
  const inside = asText(file) || undefined;
  const zip = inside === undefined ? await fetched(asText(link)) : Buffer.from(inside, 'base64');
  const told = (asText(config['digest']) ?? '').toLowerCase();
  if (reply.status === 200)
    answers.see(
      'functiongraph.code',
      inside !== undefined ? 'in the answer' : link ? 'behind a link' : 'nowhere',
    );
  else answers.leave('functiongraph.code', `the code was answered with ${endOf(reply)}`);
  if (!zip) {
    for (const id of ['functiongraph.digest', 'functiongraph.code-size'])
      answers.leave(id, `the code could not be had: ${endOf(reply)}`);
    return;
  }
  answers.see(
    'functiongraph.code-size',
    asNumber(config['code_size']) === zip.length ? 'bytes of the zip' : 'something else',
  );
  for (const name of ['sha512', 'sha256', 'sha1', 'md5'])
    for (const form of ['hex', 'base64'] as const)
      if (createHash(name).update(zip).digest(form).toLowerCase() === told)
        answers.see('functiongraph.digest', `${name} in ${form} of the zip`);
  answers.see('functiongraph.digest', 'of something else');
}

/** The link is a secret for as long as it is good: it goes into no message and no record. */
async function fetched(link: string | undefined): Promise<Buffer | undefined> {
  if (!link?.startsWith('https://')) return undefined;
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(60_000), redirect: 'error' });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

function readTriggers({ status, body }: Reply, answers: Answers): void {
  const list = Array.isArray(body) ? body : asDocument(body)['triggers'];
  if (status !== 200 || !Array.isArray(list)) answers.see('functiongraph.triggers', `no list (${status})`);
  else answers.see('functiongraph.triggers', Array.isArray(body) ? 'a list' : 'a list within a document');
  const timers = (Array.isArray(list) ? list : [])
    .map(asDocument)
    .filter((each) => each['trigger_type_code'] === 'TIMER');
  if (timers.length === 0) answers.leave('functiongraph.sync-execution', 'the function has no timer');
  const tells = timers.some((each) => asDocument(each['event_data'])['sync_execution'] !== undefined);
  answers.see('functiongraph.sync-execution', tells ? 'told' : 'left out');
}
