import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { now, post, textOf } from './inbox-sender.ts';
import { startInbox } from './inbox-server.ts';

async function inboxOf() {
  const inbox = await startInbox();
  onTestFinished(() => inbox.close());
  return inbox;
}

describe('a script', () => {
  test('plays its replies in order, each as often as it says, and then all is well', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'status', status: 503 }, { times: 2 });
    inbox.script({ kind: 'status', status: 400 });
    const statuses: unknown[] = [];
    for (let sent = 0; sent < 4; sent++) statuses.push((await post(inbox.url, 'x')).statusCode);
    expect(statuses).toEqual([503, 503, 400, 200]);
  });

  test('can be for one path only, also for ever', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'gone' }, { path: '/ops', times: Number.POSITIVE_INFINITY });
    const statuses: unknown[] = [];
    for (const path of ['/ops', '/audit', '/ops', '/ops']) {
      statuses.push((await post(`${inbox.url}${path}`, 'x')).statusCode);
    }
    expect(statuses).toEqual([410, 200, 410, 410]);
  });
});

describe('a reply', () => {
  test.each([
    [{ seconds: 30 }, '30'],
    [{ at: now }, 'Sun, 22 Nov 2026 19:30:00 GMT'],
    [undefined, undefined],
  ])('throttles with Retry-After %o', async (retryAfter, expected) => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'throttled', ...(retryAfter && { retryAfter }) });
    const { statusCode, headers } = await post(inbox.url, 'x');
    expect([statusCode, headers['retry-after']]).toEqual([429, expected]);
  });

  test('leads elsewhere', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'redirect', location: `${inbox.url}/elsewhere` });
    const { statusCode, headers } = await post(inbox.url, 'x');
    expect([statusCode, headers.location]).toEqual([302, `${inbox.url}/elsewhere`]);
  });

  test('gives back all that was sent, so that a leak can be seen', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'echo', status: 500 });
    const response = await post(`${inbox.url}/hook/path-token`, 'the body', { authorization: 'a-secret' });
    expect(response.statusCode).toBe(500);
    const text = await textOf(response);
    for (const secret of ['path-token', 'the body', 'authorization: a-secret'])
      expect(text).toContain(secret);
  });

  test('is a page with status 200', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'html' });
    const response = await post(inbox.url, 'x');
    expect(response).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html' } });
    expect(await textOf(response)).toContain('<title>Sign in</title>');
  });

  test('breaks the connection, though the message came', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'dropped' });
    await expect(post(inbox.url, 'x')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(inbox.messages).toMatchObject([{ body: 'x', answered: 'dropped' }]);
  });

  test('stalls in its body', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'stalled-body' });
    const response = await post(inbox.url, 'x');
    expect(response).toMatchObject({ statusCode: 200, headers: { 'content-length': '1000' } });
    const [beginning] = await once(response, 'data');
    expect(`${beginning}`).toBe('{"ok":');
    const broken = textOf(response);
    await inbox.close();
    await expect(broken).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('has no end, until the sender hangs up', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'endless-body' });
    const response = await post(inbox.url, 'x');
    let read = 0;
    for await (const chunk of response) {
      read += chunk.length;
      if (read > 4 * 2 ** 20) break;
    }
    expect(read).toBeGreaterThan(4 * 2 ** 20);
    expect((await post(inbox.url, 'y')).statusCode).toBe(200);
  });
});
