import { writeFileSync } from 'node:fs';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { writer } from '../../maintenance/foundation/version.ts';
import type { Exchanged } from './ask.ts';
import { createDisguise } from './disguise.ts';
import { type Evidence, type Exchange, evidenceSchema, type Finding } from './evidence.ts';
import { headersThatMatter } from './plain-values.ts';

/** What is to be written, nothing replaced yet. */
type Found = {
  readonly findings: readonly Finding[];
  readonly exchanges: readonly Exchanged[];
  /** Keys and what else must be seen in no form. */
  readonly secrets: readonly string[];
  /** Private values that no answer tells, by what they are. */
  readonly known: Readonly<Record<string, string>>;
  readonly now: number;
};

/** Of a longer list the first entries tell as much. */
const mostEntries = 4;

/** Makes the evidence, in which nothing is the account's own. Throws `CodedError` `probe.private` where that fails. */
export function makeEvidence({ findings, exchanges, secrets, known, now }: Found): Evidence {
  const mask = createDisguise(secrets, known);
  for (const { call, reply } of exchanges) {
    mask.learn(call.params ?? {}, '');
    mask.learn(call.query ?? {}, '');
    mask.learn(call.sent ?? {}, '');
    // Also of what is cut off: it may be named elsewhere.
    mask.learn(reply.body, '');
  }
  const shown = exchanges.map(({ service, call, reply, times }): Exchange => {
    const { method, params = {}, query = {}, sent } = call;
    const { status, silence, askedAt, answeredAt } = reply;
    const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      name === 'project_id' ? '<project-1>' : String(mask.disguise(params[name] ?? '', name)),
    );
    const texts = (all: object) => mask.disguise(all, '') as Record<string, string>;
    const headers = Object.fromEntries(
      headersThatMatter.flatMap((name) => {
        const told = reply.headers[name];
        return told === undefined ? [] : [[name, told]];
      }),
    );
    return {
      service,
      at: new Date(askedAt).toISOString(),
      method,
      path,
      query: texts(query),
      ...(sent && { sent: mask.disguise(sent, '') }),
      status: status === 0 ? null : status,
      headers: texts(headers),
      body: mask.disguise(cut(reply.body), ''),
      ...(silence !== undefined && { silence }),
      ms: Math.round(answeredAt - askedAt),
      ...(times > 1 && { times }),
    };
  });
  const told = findings.map(({ seen, detail, unsettled, ...finding }): Finding => {
    const hide = <Said extends string | number>(said: Said) => mask.disguise(said, 'detail') as Said;
    return {
      ...finding,
      // What is as assumed is in our words.
      ...(seen !== undefined && { seen: seen === finding.assumed ? seen : hide(seen) }),
      ...(detail !== undefined && { detail: hide(detail) }),
      ...(unsettled !== undefined && { unsettled: hide(unsettled) }),
    };
  });
  mask.check(shown.map(({ query, sent, headers, body }) => ({ query, sent, headers, body })));
  mask.check(
    told.map(({ seen, assumed, detail, unsettled }) => [seen === assumed ? '' : seen, detail, unsettled]),
  );
  const evidence = { evidence: 1, writer, at: new Date(now).toISOString(), findings: told, exchanges: shown };
  return evidenceSchema.parse(evidence);
}

/** Writes it; `anew` says that the file is this run's own. Throws `CodedError` `evidence.unwritable`. */
export function writeEvidence(file: string, evidence: Evidence, anew: boolean): void {
  try {
    writeFileSync(file, `${JSON.stringify(evidence, null, 1)}\n`, { flag: anew ? 'w' : 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'there is one already' : `it cannot be written (${code})`;
    throw new CodedError('evidence.unwritable', `${file}: ${why} - expected another name: --output FILE`, {
      cause,
    });
  }
}

function cut(value: unknown): unknown {
  if (Array.isArray(value)) {
    const first = value.slice(0, mostEntries).map(cut);
    return value.length > mostEntries ? [...first, { left_out: value.length - mostEntries }] : first;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cut(each)]));
}
