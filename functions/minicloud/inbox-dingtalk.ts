import { createHmac } from 'node:crypto';
import { entriesOf, messageOf, type Robot, robotAnswer, twentyInAMinute } from './inbox-robot.ts';

/** How a custom robot of DingTalk fails without a fault of the message. */
export type DingtalkFault = 'busy' | 'unsafe' | 'stopped' | 'barred';

/** What a robot asks of messages. */
export type DingtalkSecurity = {
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
};

const hourMs = 3_600_000;

const faults: Readonly<Record<Exclude<DingtalkFault, 'barred'>, readonly [number, string]>> = {
  busy: [-1, '系统繁忙'],
  unsafe: [430102, 'text content is unsafe'],
  stopped: [400102, 'robot is stopped'],
};

/** A custom robot of DingTalk, as its documentation and recorded answers have it. */
export function createDingtalkRobot(security: DingtalkSecurity): Robot<DingtalkFault> {
  const shown: unknown[] = [];
  const scripted: DingtalkFault[] = [];
  const ids = new Set<unknown>();
  const tooMany = twentyInAMinute(10 * 60_000);

  return {
    shown,
    script: (fault) => void scripted.push(fault),
    answer({ query, body }, now) {
      const fault = scripted.shift();
      if (fault === 'barred') {
        const guard = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: '0a1b2c3d' };
        return { ...robotAnswer(0, ''), body: JSON.stringify(guard) };
      }
      if (fault) return robotAnswer(...faults[fault]);
      const message = messageOf(body);
      const refused = refusal(security, new URLSearchParams(query), message, body, now);
      if (refused) return robotAnswer(...refused);
      if (tooMany(now)) return robotAnswer(130101, 'send too fast, exceed 20 times per minute');
      const { msgUuid } = message;
      if (msgUuid === undefined || !ids.has(msgUuid)) shown.push(message);
      ids.add(msgUuid);
      return robotAnswer(0, 'ok');
    },
  };
}

function refusal(
  { token, secret, keyword }: DingtalkSecurity,
  query: URLSearchParams,
  message: Readonly<Record<string, unknown>>,
  body: string,
  now: number,
): readonly [number, string] | undefined {
  const given = query.get('access_token');
  if (given === null) return [40035, '缺少参数 access_token'];
  if (given !== token) return [300005, 'token is not exist'];
  if (Buffer.byteLength(body) > 20_000) return [460101, 'message too long, exceed 20000 bytes'];
  const kind = String(message['msgtype']);
  const { title = '', text, content = text } = entriesOf(message[kind]);
  if (!['markdown', 'text'].includes(kind) || typeof content !== 'string')
    return [400105, 'unsupported msgtype'];
  const flaw = secret === undefined ? undefined : signatureFlaw(query, secret, now);
  if (flaw !== undefined) return [310000, flaw];
  if (keyword !== undefined && !`${title}\n${content}`.includes(keyword))
    return [310000, 'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词;'];
  return undefined;
}

function signatureFlaw(query: URLSearchParams, secret: string, now: number): string | undefined {
  const timestamp = query.get('timestamp') ?? '';
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > hourMs)
    return 'description:timestamp 无效;solution:请检查时间戳;';
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  if (query.get('sign') === expected) return undefined;
  return 'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中;';
}
