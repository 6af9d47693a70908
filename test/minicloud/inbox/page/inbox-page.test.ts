import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { feishuAnswers, feishuInbox } from '../../../../functions/minicloud/inbox/chats/feishu.ts';
import type { ReceivedMessage } from '../../../../functions/minicloud/inbox/inbox.ts';
import { drawInline, drawLines } from '../../../../functions/minicloud/inbox/page/chat-markup.ts';
import { Html, html } from '../../../../functions/minicloud/inbox/page/html.ts';
import { drawInboxPage } from '../../../../functions/minicloud/inbox/page/inbox-page.ts';
import { shownMessages } from '../../../../functions/minicloud/inbox/page/shown-message.ts';
import type { InboxRoom, RoomKind } from '../../../../functions/minicloud/inbox/room-kinds.ts';
import { startInbox } from '../inbox-server.ts';

describe('markup', () => {
  test('escapes every text that is put into it', () => {
    expect(`${html`<p title="${`"'`}">${'<b>&'}${1}${undefined}</p>`}`).toBe(
      '<p title="&quot;&#39;">&lt;b&gt;&amp;1</p>',
    );
  });

  test('takes for markup only what it made itself', () => {
    const forged: unknown = JSON.parse('{"markup":"<b>","toString":"<b>"}');
    expect(forged instanceof Html).toBe(false);
    expect(`${html`<p>${[html`<i>${'<'}</i>`, html`x`]}</p>`}`).toBe('<p><i>&lt;</i>x</p>');
  });
});

describe('lines', () => {
  test('are drawn by what begins first, and a notation that does not end is text', () => {
    const notation = {
      inlines: [{ pattern: /\*(\w+)\*/, draw: ([text = '']: readonly string[]) => html`<b>${text}</b>` }],
    };
    expect(`${drawInline('<a> *b* *c', notation)}`).toBe('&lt;a&gt; <b>b</b> *c');
  });

  test('are lists and headings only to a chat that has them', () => {
    expect(`${drawLines('# a\n- b\n- c', { inlines: [], lists: true, headings: true })}`).toBe(
      '<p class="headline">a</p><ul><li>b</li><li>c</li></ul>',
    );
    expect(`${drawLines('# a\n- b', { inlines: [] })}`).toBe('<p># a</p><p>- b</p>');
  });

  test('keep code as it is', () => {
    const text = 'a\n```json\n{"b":"*c*"}\n```';
    expect(`${drawLines(text, { inlines: [] })}`).toBe(
      '<p>a</p><pre><code>{&quot;b&quot;:&quot;*c*&quot;}</code></pre>',
    );
  });
});

const fixtures = new URL('../../../fixtures/notify/', import.meta.url);
const chats = ['feishu', 'slack', 'teams', 'discord', 'wecom', 'dingtalk', 'google-chat'] as const;
const goldens = chats.flatMap((kind) =>
  (['en', 'zh', 'text'] as const).flatMap((form) =>
    readdirSync(new URL(`${kind}/${form}/`, fixtures)).map((file) => {
      const body: unknown = JSON.parse(readFileSync(new URL(`${kind}/${form}/${file}`, fixtures), 'utf8'));
      return [kind, file, form, body, form === 'text'] as const;
    }),
  ),
);

describe('every golden body', () => {
  test('is there', () => {
    expect(goldens.length).toBeGreaterThan(250);
  });

  test.each(goldens)('is drawn: %s %s %s', (kind, _file, _form, json, plain) => {
    const [shown] = shownMessages({ rooms: [roomOf(kind)], messages: [received(kind, json)], published: [] });
    expect(shown).toMatchObject({ kind, outcome: plain ? 'degraded' : 'delivered', drawing: { plain } });
    const text = textOf(`${shown?.drawing?.body}`);
    expect(text).toMatch(/Nightshift/);
    // The names of these goldens have every sign in them; in all others one that is left over was not understood.
    if (_file !== 'names.json' && !plain) expect(text).not.toMatch(/\*\*|`|<\/?\w+>/);
  });
});

test('a summary of a webhook and a CloudEvent is drawn with its instances', () => {
  for (const folder of ['webhook', 'cloudevents']) {
    const file = new URL(`${folder}/partial.json`, fixtures);
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const [shown] = shownMessages({ rooms: [], messages: [received('webhook', json)], published: [] });
    expect(textOf(`${shown?.drawing?.body}`)).toMatch(/nightly-soft-restart partial.*sessions.*failed/s);
  }
});

test('a message that is none of its chat is shown as it came', () => {
  const messages = [received('slack', { hello: '<world>' })];
  const shown = shownMessages({ rooms: [roomOf('slack')], messages, published: [] });
  expect(shown).toMatchObject([{ drawing: undefined, body: '{"hello":"<world>"}' }]);
  const page = drawInboxPage({ messages: shown, rooms: [], count: 1 });
  expect(page).toContain('{&quot;hello&quot;:&quot;&lt;world&gt;&quot;}');
  expect(page).not.toContain('<world>');
});

test('a signature is verified, wrong or not judged, and an answer may be missing', async () => {
  const room: InboxRoom = {
    kind: 'feishu',
    path: '/feishu',
    proof: 'signature',
    disproves: ({ body }) => body === feishuAnswers.signMismatch.body,
  };
  const inbox = await startInbox({ chats: { '/feishu': feishuInbox('secret'), '/open': feishuInbox() } });
  const post = (path: string, body: object) =>
    fetch(`${inbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = { msg_type: 'text', content: { text: 'hello' } };
  await post('/feishu', text);
  await post('/feishu', { msg_type: 'audio' });
  await post('/open', text);
  inbox.script({ kind: 'dropped' });
  await expect(post('/open', text)).rejects.toThrow();
  const rooms: readonly InboxRoom[] = [room, { ...room, path: '/open' }];
  const shown = shownMessages({ rooms, messages: inbox.messages, published: [] });
  await inbox.close();
  expect(shown.map(({ outcome, proof }) => `${outcome}, ${proof}`)).toEqual([
    'refused, wrong',
    'refused, not judged',
    'degraded, verified',
    'unanswered, not judged',
  ]);
});

function roomOf(kind: RoomKind): InboxRoom {
  return { kind, path: `/${kind}`, proof: 'address' };
}

function received(kind: RoomKind, json: unknown): ReceivedMessage {
  const body = JSON.stringify(json);
  const answer = { status: 200, headers: {}, body: 'ok' };
  const rest = { method: 'POST', query: '', headers: {}, receivedAt: 0, answered: 'accepted' } as const;
  return { ...rest, path: `/${kind}`, body, json, answer };
}

function textOf(markup: string): string {
  return markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
