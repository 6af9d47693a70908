import { entriesOf, messageOf, type Robot, robotAnswer, twentyInAMinute } from './inbox-robot.ts';

/** How a group robot of WeCom fails without a fault of the message. */
export type WecomFault = 'busy' | 'concurrent';

const faults: Readonly<Record<WecomFault, readonly [number, string]>> = {
  busy: [-1, 'system busy'],
  concurrent: [45033, 'api concurrent out of limit'],
};

/** The most bytes of `content`. */
const longest: Readonly<Record<string, number>> = { text: 2_048, markdown: 4_096, markdown_v2: 4_096 };

/** A group robot of WeCom under a key, as its documentation and recorded answers have it. */
export function createWecomRobot(key: string): Robot<WecomFault> {
  const shown: unknown[] = [];
  const scripted: WecomFault[] = [];
  const tooMany = twentyInAMinute(0);

  return {
    shown,
    script: (fault) => void scripted.push(fault),
    answer({ query, body }, now) {
      const message = messageOf(body);
      const kind = String(message['msgtype']);
      const { content } = entriesOf(message[kind]);
      const limit = Object.hasOwn(longest, kind) ? longest[kind] : undefined;
      if (new URLSearchParams(query).get('key') !== key) {
        // The address is the sender's, as WeCom tells it to everybody.
        const hint = 'hint: [1699200000123456789], from ip: 203.0.113.7';
        const more = 'more info at https://open.work.weixin.qq.com/devtool/query?e=93000';
        return robotAnswer(93000, `invalid webhook url, ${hint}, ${more}`);
      }
      const fault = scripted.shift();
      if (fault) return robotAnswer(...faults[fault]);
      if (limit === undefined || typeof content !== 'string')
        return robotAnswer(40008, 'invalid message type');
      if (Buffer.byteLength(content) > limit)
        return robotAnswer(40058, `${kind}.content exceed max length ${limit}. invalid Request Parameter`);
      if (tooMany(now)) return robotAnswer(45009, 'api freq out of limit');
      shown.push(message);
      return robotAnswer(0, 'ok');
    },
  };
}
