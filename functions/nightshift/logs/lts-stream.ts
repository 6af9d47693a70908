import * as z from 'zod/mini';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import type { SigningClient } from '../../maintenance/huawei/signing-client.ts';

/** A line of a log: `id` is LTS's number of it, which grows with time. */
export type LogLine = { readonly id: string; readonly at: number; readonly text: string };

/** From when to when, milliseconds since 1970. */
export type Span = { readonly from: number; readonly until: number };

/** The lines of a span in their order; `isWhole` is false where there are more than are read. */
export type ReadLines = { readonly lines: readonly LogLine[]; readonly isWhole: boolean };

/** A log stream of LTS. */
export type LogStream = {
  /** Throws `CodedError` with what is to be done. */
  read(span: Span): Promise<ReadLines>;
};

/** What the call takes, as roles and policies name it, and as identity policies do. */
const permission = 'lts:logs:list';
const identityPermission = 'lts:logStream:searchLog';

/** As the provider for Terraform asks; and more lines than are read in one go nobody reads. */
const pageSize = 500;
const mostLines = 10_000;

const answerSchema = z.object({
  logs: z.optional(
    z.array(z.object({ content: z.string(), line_num: z.string().check(z.regex(/^\d{14,24}$/)) })),
  ),
  isQueryComplete: z.optional(z.boolean()),
});
type Page = { readonly lines: readonly LogLine[]; readonly isComplete: boolean };

/**
 * The address of LTS for who has FunctionGraph at this one: beside it where that is Huawei Cloud's, else the same,
 * as a local cloud has all services.
 */
export function ltsEndpoint(functionGraph: string, region: string): string {
  if (functionGraph === publicEndpoint('functiongraph', region)) return publicEndpoint('lts', region);
  const { protocol, host } = new URL(functionGraph);
  return `${protocol}//${host.replace(/^functiongraph\./, 'lts.')}`;
}

/** Opens a stream of LTS; `client` is one for LTS and the project. */
export function openStream(
  client: Pick<SigningClient, 'sendRequest'>,
  place: { readonly group: string; readonly stream: string },
): LogStream {
  const ask = async (body: object): Promise<Page> => {
    const answer = await client
      .sendRequest({
        method: 'POST',
        url: '/v2/{project_id}/groups/{log_group_id}/streams/{log_stream_id}/content/query',
        contentType: 'application/json;charset=UTF-8',
        queryParams: {},
        pathParams: { log_group_id: place.group, log_stream_id: place.stream },
        headers: {},
        data: body,
      })
      .catch((error: unknown) => {
        throw error instanceof HuaweiCallError ? explained(error) : error;
      });
    const { data } = answerSchema.safeParse(answer);
    if (!data)
      throw new CodedError(
        'MALFORMED',
        "LTS's answer to ListLogs is not the documented one: no line is shown",
      );
    return {
      lines: (data.logs ?? []).map(({ content, line_num: id }) => ({ id, at: instantOf(id), text: content })),
      isComplete: data.isQueryComplete ?? true,
    };
  };
  return { read: (span) => readSpan(span, ask) };
}

/**
 * Page by page, by the number of the last line. Its document has `forwards` as going on and, in its examples, as going
 * back: a page with nothing but what is older shows which of both it is.
 */
async function readSpan({ from, until }: Span, ask: (body: object) => Promise<Page>): Promise<ReadLines> {
  const lines = new Map<string, LogLine>();
  const asked = { start_time: String(from), end_time: String(until), is_desc: false, limit: pageSize };
  let onwards = 'forwards';
  let last: string | undefined;
  for (;;) {
    const turn = last === undefined ? {} : { line_num: last, search_type: onwards };
    const page = await ask({ ...asked, highlight: false, ...turn });
    const fresh = page.lines.filter(({ id }) => last === undefined || isAfter(id, last));
    if (fresh.length === 0 && page.lines.some(({ id }) => id !== last) && onwards === 'forwards') {
      onwards = 'backwards';
      continue;
    }
    for (const line of fresh) {
      lines.set(line.id, line);
      if (last === undefined || isAfter(line.id, last)) last = line.id;
    }
    const isEnd = fresh.length === 0 || page.lines.length < pageSize;
    if (isEnd || lines.size >= mostLines)
      return { lines: inOrder([...lines.values()]), isWhole: isEnd && page.isComplete };
  }
}

/** Lines of one or several streams in the order of time. */
export function inOrder<Line extends LogLine>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((one, other) => (isAfter(one.id, other.id) ? 1 : -1));
}

function isAfter(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}

/** The number of a line begins with the milliseconds since 1970. */
function instantOf(id: string): number {
  return Number(id.slice(0, 13));
}

function explained(error: HuaweiCallError): CodedError {
  const { code, message, httpStatus, requestId } = error;
  const hint =
    httpStatus === 403
      ? ` - expected the permission ${permission} (in identity policies ${identityPermission}), and keys of this project`
      : '';
  const id = requestId === undefined ? '' : ` (request ${requestId})`;
  const said = `${code.includes('.') ? `${code} ` : ''}${message}`;
  return new CodedError(code, `LTS does not give out the lines of the log: ${said}${hint}${id}`, {
    cause: error,
  });
}
