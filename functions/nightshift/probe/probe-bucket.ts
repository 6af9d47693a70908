import type { Clock } from '../../maintenance/foundation/clock.ts';
import type { ObsAsked, ObsSender } from '../../maintenance/huawei/obs/obs-request.ts';
import { escapeXml } from '../../maintenance/huawei/obs/obs-xml.ts';
import { asDocument, asText } from '../../maintenance/huawei/optional-field.ts';
import { type Answers, endOf } from './answers.ts';
import { askObs, type Recording, type Reply } from './ask.ts';

/** The bucket of a journal. */
export type Bucket = {
  readonly sender: ObsSender;
  /** What all keys of the probe begin with, which is nobody's. */
  readonly prefix: string;
  readonly recording: Recording;
  readonly clock: Clock;
  /** Is told which keys could not be removed. */
  readonly leftBehind: (keys: readonly string[]) => void;
};

const line = 'nightshift probe\n';
const bytes = Buffer.from(line);
const longestLagMs = 60_000;

/** Settles what a bucket shows to whoever only reads. */
export async function readBucket({ sender, prefix, recording }: Bucket, answers: Answers): Promise<void> {
  const missing = await askObs(sender, recording)({ method: 'GET', key: `${prefix}missing` });
  answers.see('obs.missing', endOf(missing));
  const id = missing.headers['x-obs-request-id'] ?? missing.headers['x-amz-request-id'];
  answers.see('obs.request-id', id === undefined ? 'left out' : 'told');
}

/** Appends two objects of its own, looks at them and removes them. */
export async function writeBucket(bucket: Bucket, answers: Answers): Promise<void> {
  const { sender, prefix, recording, leftBehind } = bucket;
  const [small, capital] = [`${prefix}a`, `${prefix}B`];
  try {
    await appendAndLook(bucket, [small, capital], answers);
  } finally {
    // Also when somebody wants an end: nothing is left behind.
    const ask = askObs(sender, { ...recording, stopped: () => false });
    const objects = [small, capital].map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join('');
    const document = Buffer.from(`<Delete><Quiet>false</Quiet>${objects}</Delete>`);
    const removed = await ask({ method: 'POST', query: [['delete']], body: { bytes: document } });
    answers.see(
      'obs.remove',
      removed.status !== 200 ? endOf(removed) : toldIn(removed) === 2 ? 'told' : 'not told',
    );
    const left = keysIn(await ask(listing(prefix))) ?? [small, capital];
    if (left.length > 0) leftBehind(left);
  }
}

async function appendAndLook(
  { sender, prefix, recording, clock }: Bucket,
  [small, capital]: readonly [string, string],
  answers: Answers,
): Promise<void> {
  const ask = askObs(sender, recording);
  const append = (key: string, position: number) =>
    ask({
      method: 'POST',
      key,
      query: [['append'], ['position', String(position)]],
      body: { bytes, type: 'text/plain' },
    });
  /** Seconds until a look shows what it should; `undefined` where none does for a minute. */
  const lagUntil = async (since: number, shows: () => Promise<boolean>): Promise<number | undefined> => {
    for (let looks = 0; ; looks++) {
      const now = recording.now();
      if (await shows()) return looks === 0 ? 0 : Math.round((now - since) / 1000);
      if (now - since > longestLagMs) return undefined;
      await clock.wait(1_000);
    }
  };
  const noteLag = (id: string, lag: number | undefined) =>
    lag === undefined ? answers.leave(id, 'it did not show within a minute') : answers.see(id, lag);

  const first = await append(small, 0);
  if (first.status !== 200) {
    const why = `the first append was answered with ${endOf(first)}`;
    for (const id of ofAppends) answers.leave(id, why);
    return;
  }
  answers.see(
    'obs.append.next',
    positionIn(first) === String(line.length) ? 'the length' : positionIn(first),
  );
  noteLag(
    'obs.list.lag',
    await lagUntil(
      first.answeredAt,
      async () => keysIn(await ask(listing(prefix)))?.includes(small) ?? false,
    ),
  );
  answers.see('obs.append.taken', endOf(await append(small, 0)));
  const second = await append(small, line.length);
  let last: Reply | undefined;
  noteLag(
    'obs.read.lag',
    await lagUntil(second.answeredAt, async () => {
      last = await ask({ method: 'GET', key: small });
      return last.body === line + line;
    }),
  );
  const type = last?.headers['x-obs-object-type'] ?? last?.headers['x-amz-object-type'] ?? 'left out';
  const next = last && positionIn(last) === String(2 * line.length) ? 'the length' : 'left out';
  answers.see('obs.append.object-type', `${type}, ${next}`);
  answers.see('obs.range.end', endOf(await ask({ method: 'GET', key: small, from: 2 * line.length })));
  const third = await append(capital, 0);
  let keys: readonly string[] = [];
  await lagUntil(third.answeredAt, async () => {
    keys = keysIn(await ask(listing(prefix))) ?? [];
    return keys.length >= 2;
  });
  if (keys.length < 2) answers.leave('obs.list.order', 'the second object was not in the list yet');
  else
    answers.see(
      'obs.list.order',
      keys.indexOf(capital) < keys.indexOf(small) ? 'by bytes' : 'small letters first',
    );
}

const ofAppends = [
  'obs.append.next',
  'obs.append.taken',
  'obs.append.object-type',
  'obs.read.lag',
  'obs.list.lag',
  'obs.list.order',
  'obs.range.end',
];

function listing(prefix: string): ObsAsked {
  return {
    method: 'GET',
    query: [
      ['prefix', prefix],
      ['max-keys', '10'],
    ],
  };
}

function positionIn({ headers }: Reply): string {
  return headers['x-obs-next-append-position'] ?? headers['x-amz-next-append-position'] ?? 'left out';
}

function keysIn({ status, body }: Reply): readonly string[] | undefined {
  const listed = asDocument(asDocument(body)['ListBucketResult']);
  if (status !== 200) return undefined;
  return listOf(listed['Contents']).flatMap((each) => asText(asDocument(each)['Key']) ?? []);
}

function toldIn({ body }: Reply): number {
  return listOf(asDocument(asDocument(body)['DeleteResult'])['Deleted']).length;
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
