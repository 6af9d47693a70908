import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What the codes of Power Automate mean where a smaller message would fare no better. */
const advice: Readonly<Record<string, string>> = {
  DirectApiAuthorizationRequired: 'the URL lacks its sig, or not anyone may trigger the workflow',
  DirectApiInvalidAuthorizationScheme: 'the URL lacks its sig, or the organisation does not allow such URLs',
  WorkflowTriggerIsNotEnabled: 'the workflow is turned off or was removed',
  WorkflowNotFound: 'the workflow was removed',
};

/**
 * Reads an answer of a workflow: 202 once it has the message. What becomes of it nobody tells us; a card that Teams
 * cannot show is seen in the history of the workflow only.
 */
export function classifyTeams(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  if (byStatus.kind === 'delivered') return classifyTaken(status, headers, body);
  if (byStatus.kind !== 'permanent') return byStatus;
  const code = codeIn(body);
  const why = code !== undefined && Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (why !== undefined) return { kind: 'permanent', reason: `HTTP ${status}, ${code}: ${why}` };
  if (status === 400 || status === 413)
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  return byStatus;
}

function classifyTaken(status: number, headers: ReplyHeaders, body: string): Verdict {
  const reason = `HTTP ${status}`;
  // A connector answered 200 when Teams had refused: `Microsoft Teams endpoint returned HTTP error 429`.
  const [error, inner] = /HTTP error(?: (\d{3}))?/i.exec(body) ?? [];
  if (error !== undefined) {
    const verdict = classifyStatus(Number(inner ?? 0), headers);
    const failure = `${reason}, but Teams answered with an error`;
    return verdict.kind === 'transient'
      ? { ...verdict, reason: `${failure}: ${verdict.reason}` }
      : { kind: 'permanent', reason: failure };
  }
  if (status === 202) return { kind: 'delivered', reason: `${reason}: the workflow has it` };
  // Some workflows answer themselves, with whatever they like; a page is from something before them.
  if (status === 200 && !body.trimStart().startsWith('<')) return { kind: 'delivered', reason };
  return notItsAnswer(reason, 'a workflow');
}

function codeIn(body: string): string | undefined {
  const error = readJsonReply(body)?.['error'];
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
