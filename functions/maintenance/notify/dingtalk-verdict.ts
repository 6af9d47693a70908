import { busyRobot, classifyErrcode } from './errcode-verdict.ts';
import { type Classify, readJsonReply, type Verdict } from './verdict.ts';

const permanent: Readonly<Record<number, string>> = {
  300001: 'the token in the URL is wrong',
  300005: 'the token in the URL is wrong, or the robot was removed',
  400101: 'the token in the URL is wrong',
  40035: 'the URL has no access_token',
  43002: 'it was not a POST',
  43004: 'its content type is wrong',
  400105: 'the kind of message is unknown',
  400013: 'the group was dissolved',
  400102: 'the robot was stopped',
  400106: 'the robot is no longer in the group',
  90030: 'the quota of calls is used up',
};

/** What the robot took offence at; the plain text is shorter. */
const refusals: Readonly<Record<number, string>> = {
  430101: 'a link in the message was found unsafe',
  430102: 'the text of the message was found unsafe',
  430103: 'an image in the message was found unsafe',
  430104: 'the message was found unsafe',
  460101: 'the message is longer than 20000 bytes',
};

/** In words, the one that is documented and the one that is seen. */
const tooFast: readonly number[] = [410100, 130101];
/** Who sends more than 20 in a minute is not heard for ten. */
const lockedSeconds = 600;
const security = 310000;

const byErrcode = classifyErrcode({ read: readErrcode, judge });

/**
 * Reads an answer of a custom robot: HTTP 200 says nothing, `errcode` does. The guard in front of it, which bars
 * addresses that call far too often, has no `errcode`.
 */
export const classifyDingtalk: Classify = (status, headers, body) => {
  const reply = readJsonReply(body);
  const isBarred = reply !== undefined && !Object.hasOwn(reply, 'errcode') && reply['status'] === 1111;
  if (!isBarred) return byErrcode(status, headers, body);
  return {
    kind: 'transient',
    reason: 'status 1111: too many calls from this IP address, which is barred for five minutes',
    retryAfter: '300',
    mayHaveArrived: false,
  };
};

/** Documented as a number and, here and there, as text. */
function readErrcode(errcode: unknown): number | undefined {
  if (typeof errcode === 'string' && /^-?\d{1,9}$/.test(errcode)) return Number(errcode);
  return typeof errcode === 'number' ? errcode : undefined;
}

function judge(code: number, errmsg: string): Verdict | undefined {
  if (code === -1) return busyRobot(code, 'DingTalk is busy');
  if (tooFast.includes(code)) return busyRobot(code, 'more than 20 messages in a minute', lockedSeconds);
  if (Object.hasOwn(refusals, code))
    return { kind: 'refused-card', reason: `errcode ${code}: ${refusals[code]}` };
  if (code === security) return { kind: 'permanent', reason: `errcode ${code}: ${securityFlaw(errmsg)}` };
  return Object.hasOwn(permanent, code)
    ? { kind: 'permanent', reason: `errcode ${code}: ${permanent[code]}` }
    : undefined;
}

/** One code stands for all the security settings; the words, English or Chinese, say which of them. */
function securityFlaw(errmsg: string): string {
  // What it says of the solution names other settings as well.
  const [described = ''] = errmsg.split(/;?\s*solution:/);
  if (/keyword|关键词/i.test(described))
    return 'the robot asks for a keyword that the message does not have: set Nightshift, or a signature';
  if (/whitelist|白名单/i.test(described))
    return "the robot's list of IP addresses does not have the function's";
  if (/timestamp|时间戳/i.test(described)) return 'the clock is off by more than an hour';
  if (/sign|签名/i.test(described)) return 'the secret is wrong or missing';
  return "the robot's security settings do not let it through";
}
