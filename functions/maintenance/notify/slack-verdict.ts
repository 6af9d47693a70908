import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, type Verdict } from './verdict.ts';

/** What Slack's words mean; words it may say that are not here are not quoted. */
const advice: Readonly<Record<string, string>> = {
  user_not_found: 'someone it mentions is not there',
  action_prohibited: 'an administrator does not allow it',
  invalid_token: 'the URL is no longer valid',
  channel_not_found: 'the channel is gone',
  no_service: 'the webhook was removed',
  no_team: 'the URL is wrong, or the workspace is gone',
  channel_is_archived: 'the channel is archived',
};
const refusals: readonly string[] = [
  'invalid_payload',
  'invalid_blocks',
  'invalid_attachments',
  'no_text',
  'too_many_attachments',
];

/** Reads an answer of an incoming webhook: success is 200 and the word `ok`. */
export function classifySlack(status: number, headers: ReplyHeaders, body: string): Verdict {
  const said = body.trim();
  const byStatus = classifyStatus(status, headers);
  if (byStatus.kind === 'delivered') {
    if (status === 200 && said === 'ok') return { kind: 'delivered', reason: 'ok' };
    return { kind: 'permanent', reason: `${byStatus.reason}, but not the word ok`, mayHaveArrived: true };
  }
  if (byStatus.kind !== 'permanent') return byStatus;
  if (status === 400 && refusals.includes(said))
    return { kind: 'refused-card', reason: `${byStatus.reason}: ${said}` };
  const why = Object.hasOwn(advice, said) ? advice[said] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `HTTP ${status}: ${said}, ${why}` };
}
