import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import {
  classifyPing,
  pingBody,
  pingBodyLimit,
  pingUrl,
  runUuid,
} from '../../../functions/maintenance/notify/healthchecks.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import { channelSettings } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { healthchecksInbox, pingAnswers } from '../../../functions/minicloud/inbox/chats/healthchecks.ts';
import { startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';
import { finished, invocationFailed, now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const uuid = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const run = finished.summary.run;
const rid = runUuid(run);
const bytes = (text: string) => Buffer.byteLength(text);
const bodyOf = (notice: Notice, language: 'en' | 'zh' = 'en') =>
  pingBody(notice, wordingIn(language), createRedactor([]));
const wellDone = goldenNotices.succeeded;

/** A check behind a real socket, and the channel that pings it. */
async function checkOnInbox(path = `/${uuid}`) {
  const clock = stillClock(now);
  const check = healthchecksInbox(path);
  const handClock = { now: clock.now, scale: Number.POSITIVE_INFINITY };
  const inbox = await startInbox({ clock: handClock, chats: check.chats });
  const lines: unknown[] = [];
  const written = { kind: 'healthchecks', url: `${inbox.url}${path}`, allowLoopback: true };
  const channel = await createChannel({
    name: 'nightly-check',
    settings: channelSettings.parse(written),
    clock,
    random: () => 0.5,
    redact: createRedactor([written.url]),
    log: (message, fields) => lines.push({ message, ...fields }),
  });
  return {
    check,
    inbox,
    clock,
    lines,
    begin: (of: string) => channel.begin?.(of, clock.now() + 5_000),
    tell: (notice: Notice) => channel.tell(notice, clock.now() + 60_000),
    [Symbol.asyncDispose]: () => inbox.close(),
  };
}

describe('the URL of a ping', () => {
  const at = (text: string, signal: 'start' | 'success' | 'fail') => pingUrl(new URL(text), signal, run);

  test.each([
    [`https://hc-ping.com/${uuid}`, `https://hc-ping.com/${uuid}/fail?rid=${rid}`],
    [`https://hc-ping.com/${uuid}/`, `https://hc-ping.com/${uuid}/fail?rid=${rid}`],
    ['https://hc-ping.com/key/slug?create=1', `https://hc-ping.com/key/slug/fail?create=1&rid=${rid}`],
    ['https://hc.example.com/a/ping/key/slug', `https://hc.example.com/a/ping/key/slug/fail?rid=${rid}`],
  ])('of %s is made of its path and query', (url, fail) => {
    expect(at(url, 'fail')).toBe(fail);
    expect(at(url, 'start')).toBe(fail.replace('/fail?', '/start?'));
    expect(at(url, 'success')).toBe(`${url}${url.includes('?') ? '&' : '?'}rid=${rid}`);
  });

  test('joins what belongs to one run, and nothing else', () => {
    expect(rid).toBe('4f06c46f-cc98-8914-aa5c-39f63f2f7008');
    expect(rid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(runUuid(run.replace('23T', '24T'))).not.toBe(rid);
    expect(pingUrl(new URL(`https://hc-ping.com/${uuid}`), 'fail')).not.toContain('rid');
  });
});

describe('the body of a ping', () => {
  test.each(Object.entries(goldenNotices))(
    'is the one on record when a run ends with %s',
    async (end, notice) => {
      const bodies = `${bodyOf(notice)}\n\n---\n\n${bodyOf(notice, 'zh')}\n`;
      await expect(bodies).toMatchFileSnapshot(`../../fixtures/notify/healthchecks/${end}.txt`);
      expect(bytes(bodyOf(notice, 'zh'))).toBeLessThanOrEqual(pingBodyLimit);
    },
  );

  test.each(['x', '务', '🔥'])('has at most 10,000 bytes, in whole characters (%s)', (letter) => {
    const noticeOf = (count: number, rest: number): Notice => {
      const code = letter.repeat(count) + 'x'.repeat(rest);
      return { ...invocationFailed, failure: { code, message: 'm', requestId: 'r' } } as Notice;
    };
    const room = pingBodyLimit - bytes(bodyOf(noticeOf(0, 0)));
    const size = bytes(letter);
    const [count, rest] = [Math.floor(room / size), room % size];
    for (const [more, wanted] of [
      [-1, pingBodyLimit - 1],
      [0, pingBodyLimit],
    ] as const) {
      // One byte less, which a wide letter gives up for narrow ones.
      const body = more === 0 ? noticeOf(count, rest) : noticeOf(count - 1, rest + size - 1);
      expect(bytes(bodyOf(body))).toBe(wanted);
      expect(bodyOf(body)).not.toContain('…');
    }
    const cut = bodyOf(noticeOf(count, rest + 1));
    expect(bytes(cut)).toBeLessThanOrEqual(pingBodyLimit);
    expect(cut).toMatch(/…$/);
    expect(cut).not.toMatch(/\uFFFD/);
    expect(Buffer.from(cut).toString()).toBe(cut);
  });

  test('that is too long says how many failures it leaves out', () => {
    const failures = Array.from({ length: 20 }, (_, at) =>
      row(`缓存-${at}`, { outcome: 'failed', code: 'settle-timeout', reason: '没有恢复'.repeat(100) }),
    );
    const body = bodyOf({ ...finished, summary: summarize(runEnd(failures)) } as Notice);
    expect(bytes(body)).toBeLessThanOrEqual(pingBodyLimit);
    const shown = body.match(/^- 缓存-/gm)?.length ?? 0;
    expect(body).toContain(`… and ${20 - shown} more`);
  });

  test('is text and nothing but text, whatever the cloud says', () => {
    const body = bodyOf(hostileNotice);
    expect(body).toContain('evil.example');
    expect(body).not.toMatch(/\u202E/);
  });
});

describe('the answer to a ping', () => {
  test.each([
    [200, 'OK', 'delivered'],
    [200, 'OK\n', 'delivered'],
    [201, 'Created', 'delivered'],
    [200, 'OK (not found)', 'permanent'],
    [200, 'OK (rate limited)', 'transient'],
    [200, '', 'permanent'],
    [200, '<html>Sign in</html>', 'permanent'],
    [302, '', 'permanent'],
    [400, 'invalid uuid format', 'permanent'],
    [404, 'not found', 'permanent'],
    [409, 'ambiguous slug', 'permanent'],
    [410, '', 'permanent'],
    [429, 'rate limit exceeded', 'transient'],
    [503, '', 'transient'],
    [504, '', 'transient'],
  ])('%i %s is %s', (code, body, kind) => {
    expect(classifyPing(code, {}, body).kind).toBe(kind);
  });

  test('says what is wrong and quotes nothing', () => {
    expect(classifyPing(404, {}, 'canary').reason).toBe('HTTP 404: there is no such check');
    expect(classifyPing(200, {}, 'canary')).toMatchObject({
      reason: 'HTTP 200, but not the word OK',
      mayHaveArrived: true,
    });
  });
});

describe('a check', () => {
  test('sees a run begin and go well, joined by its id', async () => {
    await using on = await checkOnInbox();
    expect(await on.begin(run)).toMatchObject({ channel: 'nightly-check', status: 'delivered' });
    expect(on.check.status()).toBe('started');
    await on.clock.wait(202_000);
    expect(await on.tell(wellDone)).toMatchObject({ status: 'delivered', reason: 'OK' });
    expect(on.check.status()).toBe('up');
    expect(on.check.pings).toEqual([
      { kind: 'start', run: rid, body: '', tookMs: undefined },
      { kind: 'success', run: rid, body: bodyOf(wellDone), tookMs: 202_000 },
    ]);
    expect(on.inbox.messages[1]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });

  test.each([
    ['succeeded', 'up'],
    ['empty', 'up'],
    ['skipped', 'up'],
    ['partial', 'down'],
    ['failed', 'down'],
    ['unknown', 'down'],
    ['refused', 'down'],
    ['invocation-failed', 'down'],
  ] as const)('of a run that ends with %s is %s', async (end, expected) => {
    await using on = await checkOnInbox();
    expect(await on.tell(goldenNotices[end])).toMatchObject({ status: 'delivered' });
    expect(on.check.status()).toBe(expected);
  });

  test('is joined with no run when there was none', async () => {
    await using on = await checkOnInbox();
    await on.tell(invocationFailed);
    expect(on.check.pings).toMatchObject([{ kind: 'fail', run: undefined }]);
  });

  test('that is not there is told once', async () => {
    await using on = await checkOnInbox();
    on.inbox.script({ kind: 'answer', answer: pingAnswers.noSuchUuid });
    expect(await on.tell(wellDone)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'HTTP 200: there is no such check',
    });
  });

  test('that has had its five pings of the minute is not pinged more often', async () => {
    await using on = await checkOnInbox();
    for (let at = 0; at < 5; at += 1) await on.begin(`${run}-${at}`);
    expect(await on.tell(wellDone)).toMatchObject({ status: 'failed', attempts: 1 });
    expect(on.clock.waits).toEqual([]);
    await on.clock.wait(60_000);
    expect(await on.tell(wellDone)).toMatchObject({ status: 'delivered' });
  });

  test('gets a second ping under the same id when the first has no answer', async () => {
    await using on = await checkOnInbox('/ping-key/nightly');
    on.inbox.script({ kind: 'dropped' });
    expect(await on.tell(wellDone)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(new Set(on.inbox.messages.map(({ query }) => query))).toEqual(new Set([`rid=${rid}`]));
  });

  test('shows its URL nowhere', async () => {
    await using on = await checkOnInbox();
    on.inbox.script({ kind: 'echo', status: 404 });
    const delivery = await on.tell(wellDone);
    expect(JSON.stringify([on.lines, delivery])).not.toContain(uuid);
    expect(on.lines).toHaveLength(1);
  });
});
