import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import type { Cloud, MountedHandler } from '../gateway/cloud.ts';
import { gatewayReply, jsonReply, noSuchApi, type Reply, unauthorized } from '../wire/reply.ts';
import { signatureFlaw, splitTarget } from '../wire/signature.ts';

/** The errors of SMN that this cloud can give: HTTP status and message of the published error table. */
const smnErrors = {
  'SMN.0001': [403, 'No permission to request resources.'],
  'SMN.0005': [400, 'Parameter: TopicUrn is invalid.'],
  'SMN.0006': [404, 'Topic not found.'],
  'SMN.0008': [403, 'Parameter: Subject is invalid.'],
  'SMN.0009': [403, 'Parameter: Message is invalid.'],
  'SMN.0016': [500, 'Database Exceptions.'],
  'SMN.0018': [500, 'Service internal error.'],
  'SMN.0021': [400, 'MessageStructure is invalid.'],
  'SMN.0022': [403, 'Parameter: token is invalid.'],
  'SMN.0047': [403, 'Parameter: Value exceeds the maximum length.'],
} as const;

/** A code of SMN's error table that this cloud can give. */
export type SmnErrorCode = keyof typeof smnErrors;

/** What was published, as its subscribers get it. */
type PublishedTexts = {
  readonly subject: string | undefined;
  /** By protocol; every protocol that is not there gets `default`. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string };
  readonly timeToLiveSeconds: number;
};

/** A message that a topic took in. Nobody subscribes here, so nothing becomes of it. */
export type PublishedMessage = PublishedTexts & {
  readonly topicUrn: string;
  readonly messageId: string;
  /** Cloud time, milliseconds since 1970. */
  readonly publishedAt: number;
};

/** Simple Message Notification on a local cloud. */
export interface Smn {
  /** All that was taken in, in order. */
  readonly messages: readonly PublishedMessage[];
  /** IAM actions that the caller has not been granted; may be changed at any time. */
  deniedActions: readonly string[];
  /** The URN of a topic that is there from now on. */
  createTopic(region: string, name: string): string;
  /** Answers the next calls so; those scripted first come first. `throttled` is the gateway's, before SMN. */
  script(...answers: readonly (SmnErrorCode | 'throttled')[]): void;
}

/** Adds SMN to a cloud, for all its projects. */
export function createSmn(cloud: Cloud): Smn {
  const messages: PublishedMessage[] = [];
  const topics = new Set<string>();
  const scripted: (SmnErrorCode | 'throttled')[] = [];
  const smn: Smn = {
    messages,
    deniedActions: [],
    createTopic(region, name) {
      const urn = `urn:smn:${region}:${cloud.projects[region] ?? ''}:${name}`;
      topics.add(urn);
      return urn;
    },
    script: (...answers) => void scripted.push(...answers),
  };

  function publish(topicUrn: string, body: string, requestId: string): Reply {
    if (smn.deniedActions.includes('smn:topic:publish')) return smnErrorReply(requestId, 'SMN.0001');
    if (!/^urn:smn(:[A-Za-z0-9_-]+){3}$/.test(topicUrn)) return smnErrorReply(requestId, 'SMN.0005');
    if (!topics.has(topicUrn)) return smnErrorReply(requestId, 'SMN.0006');
    const read = readPublished(body);
    if (typeof read === 'string') return smnErrorReply(requestId, read);
    const messageId = cloud.log.nextRequestId();
    messages.push({ ...read, topicUrn, messageId, publishedAt: cloud.clock.now() });
    return jsonReply(requestId, 200, { request_id: requestId, message_id: messageId });
  }

  const handle: MountedHandler = async (request, body) => {
    const { method = '', url: target = '/', headers } = request;
    const { path } = splitTarget(target);
    const requestId = cloud.log.nextRequestId();
    const [, project, topicUrn] = pathPattern.exec(path) ?? [];
    const isCall = method === 'POST' && topicUrn !== undefined;

    function reply(): Reply {
      const flaw = signatureFlaw({ method, target, headers, body }, cloud, cloud.clock.now());
      if (flaw !== undefined) return unauthorized(requestId, flaw);
      if (!isCall) return noSuchApi(requestId);
      const scope = headers['x-project-id'];
      if (scope !== undefined && scope !== project) return smnErrorReply(requestId, 'SMN.0001');
      const next = scripted.shift();
      if (next === 'throttled') return gatewayReply(requestId, 429, 'APIGW.0308', throttled);
      return next === undefined ? publish(topicUrn, `${body}`, requestId) : smnErrorReply(requestId, next);
    }

    const given = reply();
    if (given.kind !== 'json') throw new Error('SMN answers with JSON only');
    const operation = isCall ? 'PublishMessage' : null;
    cloud.log.note({ kind: 'call', requestId, method, path, operation, status: given.status, faults: [] });
    return { status: given.status, headers: given.headers, body: JSON.stringify(given.body) };
  };

  for (const project of Object.values(cloud.projects)) cloud.mount(`/v2/${project}/notifications/`, handle);
  return smn;
}

const pathPattern = /^\/v2\/([^/]+)\/notifications\/topics\/([^/]+)\/publish$/;
const throttled =
  'The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second';

const subjectLimit = 512;
const messageLimit = 256 * 1024;
const defaultTimeToLive = '3600';

const publishBody = z.object({
  subject: z.optional(z.string()),
  message: z.optional(z.string()),
  message_structure: z.optional(z.string()),
  time_to_live: z.optional(z.string()),
});
const structure = z.intersection(z.object({ default: z.string() }), z.record(z.string(), z.string()));

/** Reads the body of a PublishMessage, or tells why it is refused; `message_structure` goes before `message`. */
function readPublished(text: string): PublishedTexts | SmnErrorCode {
  const parsed = publishBody.safeParse(parseJson(text));
  if (!parsed.success) return 'SMN.0009';
  const { subject, message, message_structure, time_to_live = defaultTimeToLive } = parsed.data;
  if (subject !== undefined && (/[\r\n]/.test(subject) || Buffer.byteLength(subject) > subjectLimit))
    return 'SMN.0008';
  const written = message_structure ?? message;
  if (written === undefined || written === '') return 'SMN.0009';
  if (Buffer.byteLength(written) > messageLimit) return 'SMN.0047';
  const texts = message_structure === undefined ? { default: written } : textsOf(message_structure);
  return texts === undefined ? 'SMN.0021' : { subject, texts, timeToLiveSeconds: Number(time_to_live) };
}

function textsOf(written: string): PublishedTexts['texts'] | undefined {
  const parsed = structure.safeParse(parseJson(written));
  return parsed.success ? parsed.data : undefined;
}

/** An error as SMN answers it, which has other names than those of DCS and FunctionGraph. */
function smnErrorReply(requestId: string, code: SmnErrorCode): Reply {
  const [status, message] = smnErrors[code];
  return jsonReply(requestId, status, { request_id: requestId, code, message });
}
