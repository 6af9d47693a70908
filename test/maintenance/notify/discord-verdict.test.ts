import { describe, expect, test } from 'vitest';
import { classifyDiscord } from '../../../functions/maintenance/notify/discord.ts';
import { discordAnswers, discordInbox } from '../../../functions/minicloud/inbox/chats/discord.ts';
import type { HttpAnswer } from '../../../functions/minicloud/inbox/scripted-reply.ts';

function verdictOn({ status, headers, body }: HttpAnswer) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return classifyDiscord(status, Object.fromEntries(lower), body);
}

describe('an answer of Discord', () => {
  test('is success when it is the message, or 204', () => {
    const json = { content: 'Nightshift' };
    const request = { json, body: Buffer.from(JSON.stringify(json)), now: 0 };
    const said = (query: string) => verdictOn(discordInbox()({ ...request, query }).answer);
    expect(said('wait=true')).toEqual({ kind: 'delivered', reason: 'HTTP 200' });
    expect(said('')).toEqual({ kind: 'delivered', reason: 'HTTP 204' });
  });

  test.each<[keyof typeof discordAnswers, object]>([
    ['removed', { kind: 'permanent', reason: 'HTTP 404, code 10015: the webhook was removed' }],
    [
      'wrongToken',
      {
        kind: 'permanent',
        reason: 'HTTP 401, code 50027: the URL is wrong, or the webhook was removed',
      },
    ],
    ['tooMany', { kind: 'transient', reason: 'HTTP 429', retryAfter: '2', mayHaveArrived: false }],
    ['tooManyEverywhere', { kind: 'transient', reason: 'HTTP 429', retryAfter: '2', mayHaveArrived: false }],
    [
      'forum',
      {
        kind: 'permanent',
        reason: 'HTTP 400, code 220001: the channel is a forum: add ?thread_id=… to the URL',
      },
    ],
    [
      'blockedByARule',
      {
        kind: 'permanent',
        reason: 'HTTP 400, code 200000: a rule of the server (AutoMod) blocked it',
      },
    ],
    ['invalidForm', { kind: 'refused-card', reason: 'HTTP 400: the message was refused' }],
  ])('is read when it is %s', (answer, verdict) => {
    expect(verdictOn(discordAnswers[answer])).toEqual(verdict);
  });

  test.each([
    [200, '', 'permanent'],
    [200, '<h1>Welcome to the portal</h1>', 'permanent'],
    [200, '{"message":"ok"}', 'permanent'],
    [200, '{"id":null}', 'permanent'],
    [202, '{"id":"1"}', 'permanent'],
  ])('is no success when it is %i with %j', (status, body, kind) => {
    expect(classifyDiscord(status, {}, body)).toMatchObject({ kind, mayHaveArrived: true });
  });

  test.each([
    [301, '{"id":"1"}', 'permanent'],
    [401, '', 'permanent'],
    [403, '{"code":50013}', 'permanent'],
    [404, '<html>', 'permanent'],
    [413, '', 'refused-card'],
    [500, '', 'transient'],
    [502, '<html>', 'transient'],
  ])('is a failure when it is %i', (status, body, kind) => {
    expect(classifyDiscord(status, {}, body)).toMatchObject({ kind });
  });

  test.each([
    [{ 'retry-after': '7' }, '<html>error 1015</html>', '7'],
    [{ 'retry-after': '7' }, '{"retry_after":0.2}', '1'],
    [{ 'retry-after': '7' }, '{"retry_after":"soon"}', '7'],
    [{}, '{"retry_after":64.57}', '65'],
    [{}, '{}', undefined],
  ])('asks for the wait in its body rather than in its headers (%j, %s)', (headers, body, retryAfter) => {
    expect(classifyDiscord(429, headers, body)).toMatchObject({ kind: 'transient', retryAfter });
  });

  test('is never quoted', () => {
    const body = '{"code":50035,"message":"s3cret","errors":{"embeds":["s3cret"]}}';
    for (const status of [200, 302, 400, 401, 404, 429, 500])
      expect(JSON.stringify(classifyDiscord(status, {}, body))).not.toContain('s3cret');
  });
});
