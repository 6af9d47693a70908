import type { Cloud, MountedHandler } from '../gateway/cloud.ts';
import { jsonReply, noSuchApi, type Reply, unauthorized } from '../wire/reply.ts';
import { signatureFlaw, splitTarget } from '../wire/signature.ts';
import { findLines, type LogLine, type Paging, readQuery } from './log-query.ts';

/** The errors of LTS that this cloud can give: HTTP status and message of the published error table. */
const ltsErrors = {
  'LTS.0003': [403, 'No permission.'],
  'LTS.0009': [400, 'Failed to validate the request body.'],
  'LTS.0011': [403, 'Invalid projectId'],
  'LTS.0201': [400, 'The log group is not existed'],
  'LTS.0202': [500, 'Failed to query lts log'],
  'LTS.0208': [400, 'The log stream does not existed'],
} as const;

/** A code of LTS's error table that this cloud can give. */
type LtsErrorCode = keyof typeof ltsErrors;

/** A log stream, by the ids of its group and of itself. */
export type LogStream = { readonly project: string; readonly group: string; readonly stream: string };

/** What the documents of LTS leave open: each answer can be chosen, and changed at any time. */
export type LtsKnobs = {
  paging: Paging;
  /** Cloud seconds until a line that was written can be found. */
  lagSeconds: number;
  /** IAM actions that the caller has not been granted. */
  deniedActions: readonly string[];
  /** So many of the next answers leave out their last line, and say that the query is not complete. */
  partialAnswers: number;
  /** The code of the next answers, one after the other. */
  readonly fails: LtsErrorCode[];
};

/** Log Tank Service on a local cloud, as far as logs are read there. */
export interface Lts {
  readonly knobs: LtsKnobs;
  /** Takes in lines, each with the instant that it was written at (milliseconds since 1970). */
  write(to: LogStream, lines: readonly { readonly at: number; readonly content: string }[]): void;
}

/** The permission for querying logs, as role and policy-based authorization names it. */
const listLogs = 'lts:logs:list';

/** Adds LTS to a cloud, for all its projects; `streams` are those that there are. */
export function createLts(cloud: Cloud, streams: () => readonly LogStream[]): Lts {
  const knobs: LtsKnobs = {
    paging: 'by-words',
    lagSeconds: 0,
    deniedActions: [],
    partialAnswers: 0,
    fails: [],
  };
  const written = new Map<string, { readonly line: LogLine; readonly seenAt: number }[]>();
  let count = 0;

  function query({ project, group, stream }: LogStream, body: string, requestId: string): Reply {
    const ofProject = streams().filter((each) => each.project === project && each.group === group);
    const failing = knobs.fails.shift();
    if (failing !== undefined) return errorReply(requestId, failing);
    if (knobs.deniedActions.includes(listLogs)) return errorReply(requestId, 'LTS.0003');
    const asked = readQuery(body);
    if (!asked) return errorReply(requestId, 'LTS.0009');
    if (ofProject.length === 0) return errorReply(requestId, 'LTS.0201');
    if (!ofProject.some((each) => each.stream === stream)) return errorReply(requestId, 'LTS.0208');
    const now = cloud.clock.now();
    const lines = (written.get(keyOf({ project, group, stream })) ?? [])
      .filter(({ seenAt }) => seenAt <= now)
      .map(({ line }) => line)
      .toSorted((a, b) => (a.lineNum < b.lineNum ? -1 : 1));
    // Who lives by the clock on the wall and asks until now means now, however far ahead this one is.
    const isUntilNow = cloud.beside !== undefined && asked.end_time >= cloud.beside();
    const found = findLines(
      lines,
      isUntilNow ? { ...asked, end_time: Number.POSITIVE_INFINITY } : asked,
      knobs.paging,
    );
    const isPartial = knobs.partialAnswers > 0;
    if (isPartial) knobs.partialAnswers -= 1;
    const page = isPartial ? found.page.slice(0, -1) : found.page;
    return jsonReply(requestId, 200, {
      ...(asked.is_count && { count: found.count }),
      logs: page.map(({ content, lineNum }) => ({ content, labels: {}, line_num: lineNum })),
      isQueryComplete: !isPartial,
    });
  }

  const handle: MountedHandler = async (request, body) => {
    const { method = '', url: target = '/', headers } = request;
    const { path } = splitTarget(target);
    const requestId = cloud.log.nextRequestId();
    const [, project, group, stream] = pathPattern.exec(path) ?? [];

    function reply(): Reply {
      const flaw = signatureFlaw({ method, target, headers, body }, cloud, cloud.clock.now());
      if (flaw !== undefined) return unauthorized(requestId, flaw);
      if (method !== 'POST' || !project || !group || !stream) return noSuchApi(requestId);
      const scope = headers['x-project-id'];
      if (scope !== undefined && scope !== project) return errorReply(requestId, 'LTS.0011');
      return query({ project, group, stream }, body.toString(), requestId);
    }

    const given = reply();
    if (given.kind !== 'json') throw new Error('LTS answers with JSON only');
    const operation = project === undefined ? null : 'ListLogs';
    cloud.log.note({ kind: 'call', requestId, method, path, operation, status: given.status, faults: [] });
    return { status: given.status, headers: given.headers, body: JSON.stringify(given.body) };
  };
  for (const project of Object.values(cloud.projects)) cloud.mount(`/v2/${project}/groups/`, handle);

  return {
    knobs,
    write(to, lines) {
      const seenAt = cloud.clock.now() + knobs.lagSeconds * 1000;
      const stream = written.get(keyOf(to)) ?? [];
      written.set(keyOf(to), stream);
      for (const { at, content } of lines) {
        const lineNum = `${Math.floor(at)}${String(count++ % 1_000_000).padStart(6, '0')}`;
        stream.push({ line: { lineNum, content }, seenAt });
      }
    },
  };
}

const pathPattern = /^\/v2\/([^/]+)\/groups\/([^/]+)\/streams\/([^/]+)\/content\/query$/;

function keyOf({ project, group, stream }: LogStream): string {
  return [project, group, stream].join('/');
}

function errorReply(requestId: string, code: LtsErrorCode): Reply {
  const [status, message] = ltsErrors[code];
  return jsonReply(requestId, status, { error_code: code, error_msg: message });
}
