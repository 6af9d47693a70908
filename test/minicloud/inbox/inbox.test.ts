import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createInbox, type InboxOptions } from '../../../functions/minicloud/inbox/inbox.ts';
import { now, post, secret, signedHeaders, textOf } from './inbox-sender.ts';
import { startInbox } from './inbox-server.ts';

const clock = { now: () => now, scale: 1 };

async function inboxOf(options: InboxOptions = {}) {
  const inbox = await startInbox({ clock, ...options });
  onTestFinished(() => inbox.close());
  return inbox;
}

describe('an inbox', () => {
  test('keeps messages as they came, and answers 200', async () => {
    const inbox = await inboxOf();
    const response = await post(`${inbox.url}/ops`, '{"type": "nightshift.run.finished"}', {
      'x-from': 'test',
    });
    expect(response.statusCode).toBe(200);
    expect(inbox.messages).toMatchObject([
      {
        method: 'POST',
        path: '/ops',
        headers: { 'x-from': 'test' },
        body: '{"type": "nightshift.run.finished"}',
        json: { type: 'nightshift.run.finished' },
        receivedAt: now,
        answered: 'accepted',
      },
    ]);
  });

  test('keeps what is not JSON, too', async () => {
    const inbox = await inboxOf();
    await post(inbox.url, '{"half":');
    expect(inbox.messages).toMatchObject([{ body: '{"half":', json: undefined }]);
  });

  test('counts a message that was sent thrice as one, and messages without an id each as one', async () => {
    const inbox = await inboxOf();
    inbox.script({ kind: 'status', status: 503 }, { times: 2 });
    for (const id of ['a', 'a', 'a', 'b']) await post(inbox.url, id, { 'webhook-id': id });
    await post(inbox.url, 'no id');
    await post(inbox.url, 'no id');
    expect(inbox.messages.map(({ answered }) => answered)).toEqual([
      'status',
      'status',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(inbox.distinct().map(({ body }) => body)).toEqual(['a', 'b', 'no id', 'no id']);
  });

  test('can be a part of a larger server, under a prefix', async () => {
    const inbox = createInbox({ clock, prefix: '/inbox', secrets: { '/audit': secret } });
    const server = createServer(async (incoming, response) => {
      const answer = await inbox.handle(incoming, Buffer.from(await textOf(incoming)));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const response = await post(`http://127.0.0.1:${port}/inbox/audit`, 'x', signedHeaders('m-1', 'x'));
    expect(response.statusCode).toBe(200);
    expect(inbox.messages).toMatchObject([{ path: '/audit', answered: 'accepted' }]);
  });
});

describe('a path with a secret', () => {
  test('takes what is signed, answers the rest 401, and counts none of that', async () => {
    const inbox = await inboxOf({ secrets: { '/audit': secret } });
    const url = `${inbox.url}/audit`;
    const statuses = [
      await post(url, 'body', signedHeaders('m-1', 'body')),
      await post(url, 'changed', signedHeaders('m-2', 'body')),
      await post(url, 'unsigned'),
    ].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([200, 401, 401]);
    expect(inbox.messages.map(({ answered }) => answered)).toEqual(['accepted', 'refused', 'refused']);
    expect(inbox.distinct().map(({ body }) => body)).toEqual(['body']);
  });

  test('asks for the signature with any query behind it, too', async () => {
    const inbox = await inboxOf({ secrets: { '/audit': secret } });
    expect((await post(`${inbox.url}/audit?token=1?`, 'unsigned')).statusCode).toBe(401);
    expect(inbox.messages).toMatchObject([{ path: '/audit', query: 'token=1?', answered: 'refused' }]);
  });

  test('leaves the other paths without one', async () => {
    const inbox = await inboxOf({ secrets: { '/audit': secret } });
    expect((await post(`${inbox.url}/ops`, 'unsigned')).statusCode).toBe(200);
  });

  test('allows for a second on the way where time runs faster', async () => {
    const fast = { now: () => now + 800_000, scale: 600 };
    const inbox = await inboxOf({ clock: fast, secrets: { '/': secret } });
    expect((await post(inbox.url, 'x', signedHeaders('m-1', 'x'))).statusCode).toBe(200);
    const late = await inboxOf({ clock: { ...fast, now: () => now + 901_000 }, secrets: { '/': secret } });
    expect((await post(late.url, 'x', signedHeaders('m-1', 'x'))).statusCode).toBe(401);
  });

  test('leaves a scripted reply for a message that is taken', async () => {
    const inbox = await inboxOf({ secrets: { '/': secret } });
    inbox.script({ kind: 'gone' });
    expect((await post(inbox.url, 'unsigned')).statusCode).toBe(401);
    expect((await post(inbox.url, 'x', signedHeaders('m-1', 'x'))).statusCode).toBe(410);
  });
});

test('a message cut off in the middle is not kept, and the inbox goes on', async () => {
  const inbox = await inboxOf();
  const socket = connect(Number(new URL(inbox.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  socket.end();
  socket.resume();
  await once(socket, 'close');
  expect((await post(inbox.url, 'whole')).statusCode).toBe(200);
  expect(inbox.messages.map(({ body }) => body)).toEqual(['whole']);
});

test('closing ends connections that are still waiting', async () => {
  const inbox = await startInbox();
  inbox.script({ kind: 'silent' });
  const waiting = request(inbox.url, { method: 'POST', agent: false });
  waiting.end('x');
  const broken = once(waiting, 'response');
  while (inbox.messages.length === 0) await new Promise(setImmediate);
  await inbox.close();
  await expect(broken).rejects.toMatchObject({ code: 'ECONNRESET' });
});
