import { describe, expect, test } from 'vitest';
import { classifyGoogleChat } from '../../../functions/maintenance/notify/google-chat.ts';
import { googleChatAnswers, googleChatInbox } from '../../../functions/minicloud/inbox/chats/google-chat.ts';
import type { HttpAnswer } from '../../../functions/minicloud/inbox/scripted-reply.ts';

const verdictOn = ({ status, body }: HttpAnswer) => classifyGoogleChat(status, {}, body);

function verdictOnText(query: string) {
  const json = { text: 'Nightshift' };
  const body = Buffer.from(JSON.stringify(json));
  return verdictOn(googleChatInbox()({ query, json, body, now: 0 }).answer);
}

const wrongToken =
  'HTTP 403: the token in the URL is wrong, or the webhook was removed, or an administrator does not allow it';

describe('an answer of Google Chat', () => {
  test('is success when it is the message', () => {
    expect(verdictOnText('key=k&token=t')).toEqual({ kind: 'delivered', reason: 'HTTP 200' });
  });

  test.each<[keyof typeof googleChatAnswers, object]>([
    ['wrongKey', { kind: 'permanent', reason: 'HTTP 400: the key in the URL is wrong' }],
    ['wrongToken', { kind: 'permanent', reason: wrongToken }],
    ['notAllowed', { kind: 'permanent', reason: 'HTTP 401: key or token in the URL are wrong' }],
    ['gone', { kind: 'permanent', reason: 'HTTP 404: the space is gone, or the URL is wrong' }],
    ['tooMany', { kind: 'transient', reason: 'HTTP 429', retryAfter: undefined, mayHaveArrived: false }],
    ['unavailable', { kind: 'transient', reason: 'HTTP 503', retryAfter: undefined, mayHaveArrived: false }],
    ['invalid', { kind: 'refused-card', reason: 'HTTP 400: the message was refused' }],
  ])('is read when it is %s', (answer, verdict) => {
    expect(verdictOn(googleChatAnswers[answer])).toEqual(verdict);
  });

  test.each(['', 'key=k', 'token=t'])('is a refusal when the URL has but ?%s', (query) => {
    expect(verdictOnText(query)).toEqual({ kind: 'permanent', reason: wrongToken });
  });

  test.each([
    [200, ''],
    [200, '<!doctype html><title>Sign in</title>'],
    [200, '{}'],
    [200, '{"name":1}'],
    [200, '[]'],
    [204, ''],
  ])('is no success when it is %i with %j', (status, body) => {
    expect(classifyGoogleChat(status, {}, body)).toMatchObject({
      kind: 'permanent',
      mayHaveArrived: true,
    });
  });

  test.each([
    [302, '', 'permanent'],
    [400, '', 'refused-card'],
    [400, '{"error":"API_KEY_INVALID is part of a sentence"}', 'refused-card'],
    [405, '', 'permanent'],
    [410, '', 'permanent'],
    [500, '{"error":{"code":500,"status":"INTERNAL"}}', 'transient'],
  ])('is a failure when it is %i with %j', (status, body, kind) => {
    expect(classifyGoogleChat(status, {}, body)).toMatchObject({ kind });
  });

  test('asks for a wait where it has one', () => {
    const verdict = classifyGoogleChat(429, { 'retry-after': '30' }, '');
    expect(verdict).toMatchObject({ kind: 'transient', retryAfter: '30' });
  });

  test('is never quoted', () => {
    const body = '{"error":{"code":400,"message":"s3cret","status":"s3cret"}}';
    for (const status of [200, 302, 400, 401, 403, 404, 429, 500])
      expect(JSON.stringify(classifyGoogleChat(status, {}, body))).not.toContain('s3cret');
  });
});
