import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { noticeCard } from '../../../functions/maintenance/notify/notice.ts';
import {
  classifySmn,
  plainSmnMessage,
  type SmnLimits,
  smnLimits,
  smnMessage,
} from '../../../functions/maintenance/notify/smn.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';

const bytes = (text = '') => Buffer.byteLength(text);

function messageOf(notice: Notice, { language = 'en' as 'en' | 'zh', limits = smnLimits } = {}) {
  const wording = wordingIn(language);
  const card = noticeCard(notice, wording, (text) => text);
  const { subject, message_structure, time_to_live } = smnMessage(card, { wording, limits });
  const texts: Record<'default' | 'email' | 'sms', string> = JSON.parse(message_structure ?? '');
  return { subject, texts, time_to_live, plain: plainSmnMessage(card, { wording, limits }) };
}

describe('a message to a topic of SMN', () => {
  test.each(Object.entries(goldenNotices))(
    'is the one on record when a run ends with %s',
    async (end, notice) => {
      const bodies = { en: messageOf(notice), zh: messageOf(notice, { language: 'zh' }) };
      const path = `../../fixtures/notify/smn/${end}.json`;
      await expect(`${JSON.stringify(bodies, null, 2)}\n`).toMatchFileSnapshot(path);
    },
  );

  test.each(Object.entries(goldenNotices))('keeps every limit after %s', (_, notice) => {
    for (const language of ['en', 'zh'] as const) {
      const { subject, texts, plain } = messageOf(notice, { language });
      expect(bytes(subject)).toBeLessThanOrEqual(512);
      expect(bytes(texts.default)).toBeLessThanOrEqual(2_000);
      expect(bytes(texts.email)).toBeLessThanOrEqual(200_000);
      expect(bytes(texts.sms)).toBeLessThanOrEqual(402);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(texts.sms).not.toMatch(/[[\]【】]/);
      expect(plain).toEqual({ message: texts.default, time_to_live: '86400' });
    }
  });

  test.each(['subject', 'mail', 'chat', 'sms'] as const)('is cut at its limit and not before: %s', (part) => {
    const notice = goldenNotices.names;
    for (const language of ['en', 'zh'] as const) {
      const partOf = (limits: SmnLimits) => {
        const { subject = '', texts } = messageOf(notice, { language, limits });
        return { subject, mail: texts.email, chat: texts.default, sms: texts.sms }[part];
      };
      const whole = partOf({ ...smnLimits, [part]: 200_000 });
      const size = bytes(whole);
      const at = (limit: number) => partOf({ ...smnLimits, [part]: limit });
      expect(at(size + 1)).toBe(whole);
      expect(at(size)).toBe(whole);
      expect(at(size - 1)).not.toBe(whole);
      for (let limit = 0; limit < size; limit += 7) {
        expect(bytes(at(limit))).toBeLessThanOrEqual(limit);
        expect(at(limit)).toBe(Buffer.from(at(limit)).toString());
      }
    }
  });

  test('says to chats how many failures it leaves out, and to a mail of all that a card has', () => {
    const { texts } = messageOf(goldenNotices['twenty-failures']);
    const shown = texts.default.match(/^- session-/gm)?.length ?? 0;
    expect(texts.default).toContain(`… and ${20 - shown} more`);
    expect(texts.email.match(/^- session-\d+ settle/gm)).toHaveLength(20);
  });

  test('has nothing in its subject and SMS but what is ours', () => {
    const { subject, texts } = messageOf(hostileNotice);
    expect(texts.default).toContain('evil.example');
    expect(`${subject}${texts.sms}`).not.toContain('evil.example');
    expect(texts.default).not.toMatch(/\u202E/);
  });
});

describe('the answer of SMN', () => {
  const coded = (code: string) => JSON.stringify({ request_id: 'r', code, message: 'canary' });

  test.each([
    [200, '{"request_id":"r","message_id":"bf94b63a5dfb475994d3ac34664e24f2"}', 'delivered'],
    [201, '{"request_id":"r","message_id":"m-1"}', 'delivered'],
    [200, '{"request_id":"r"}', 'permanent'],
    [200, '{"message_id":null}', 'permanent'],
    [200, '{"message_id":7}', 'permanent'],
    [200, '<html>Sign in</html>', 'permanent'],
    [400, coded('SMN.0005'), 'permanent'],
    [400, coded('SMN.0021'), 'refused-card'],
    [403, coded('SMN.0001'), 'permanent'],
    [403, coded('SMN.0008'), 'refused-card'],
    [403, coded('SMN.0009'), 'refused-card'],
    [403, coded('SMN.0022'), 'permanent'],
    [403, coded('SMN.0047'), 'refused-card'],
    [404, coded('SMN.0006'), 'permanent'],
    [401, '{"error_code":"APIGW.0301","error_msg":"canary"}', 'permanent'],
    [429, '{"error_code":"APIGW.0308","error_msg":"canary"}', 'transient'],
    [400, coded('APIGW.0308'), 'transient'],
    [400, coded('constructor'), 'permanent'],
    [302, '', 'permanent'],
    [500, coded('SMN.0016'), 'transient'],
    [500, coded('SMN.0018'), 'transient'],
    [504, coded('APIGW.0201'), 'transient'],
  ])('%i %s is %s', (status, body, kind) => {
    const verdict = classifySmn(status, { 'retry-after': '3' }, body);
    expect(verdict.kind).toBe(kind);
    expect(verdict.reason).not.toContain('canary');
    if (status === 429 || body.includes('0308')) expect(verdict).toMatchObject({ retryAfter: '3' });
  });

  test('says what to do', () => {
    expect(classifySmn(403, {}, coded('SMN.0001')).reason).toContain('smn:topic:publish');
    expect(classifySmn(404, {}, coded('SMN.0006')).reason).toBe('SMN.0006: there is no such topic');
  });
});
