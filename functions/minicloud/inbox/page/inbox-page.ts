import { type InboxRoom, roomNames } from '../inbox-room.ts';
import { drawMessage } from './draw-message.ts';
import { type Html, html } from './html.ts';
import { chatStyle } from './inbox-page-chat-style.ts';
import { inboxPageScript } from './inbox-page-script.ts';
import { frameStyle } from './inbox-page-style.ts';
import { moon } from './moon.ts';
import type { ShownMessage } from './shown-message.ts';

/** What a page shows; `count` is how many messages there were when it was drawn. */
export type InboxPage = {
  readonly messages: readonly ShownMessage[];
  readonly rooms: readonly (InboxRoom & { readonly url: string })[];
  readonly count: number;
};

/** One document of HTML that needs nothing else: each message as its chat draws it, light and dark. */
export function drawInboxPage({ messages, rooms, count }: InboxPage): string {
  const kinds = [...new Set(messages.map(({ kind }) => kind))];
  const links = kinds.map((kind) => {
    const many = messages.filter((message) => message.kind === kind).length;
    return html`<li><a href="#${kind}">${roomNames[kind]}${many > 1 ? html` <span>${many}</span>` : undefined}</a></li>`;
  });
  const articles = messages.map((message, at) => {
    const isFirst = messages[at - 1]?.kind !== message.kind;
    return drawMessage(message, { id: isFirst ? message.kind : undefined });
  });
  const body = html`<a class="skip" href="#messages">To the messages</a>
<header class="page-head">
<div class="title">${moon}<div><h1>Nightshift</h1><p>What the local cloud's inbox received, as each chat draws it</p></div></div>
<button id="theme" type="button" title="Switch between light and dark" hidden>Dark</button>
</header>
<nav aria-label="Kinds of chat"><ul>${links}</ul></nav>
<p class="hint">What tells of the job “sample” is a sample: no instance was touched for it.</p>
<p id="news" role="status"></p>
<main id="messages" tabindex="-1">
${messages.length === 0 ? html`<p class="empty">No message has come yet. Post one to an address below, or run a job that tells one.</p>` : html`<div class="columns">${articles}</div>`}
</main>
<footer class="page-foot">
${drawAddresses(rooms)}
<p>Everything here happened on this machine. The chats are drawn from what their documentation says; no chat was asked.</p>
</footer>`;
  return `<!doctype html>
<html lang="en" data-count="${count}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nightshift: messages</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%232b2f77'/%3E%3Cpath d='M21 20.500A8.500 8.500 0 1 1 13.500 8a7 7 0 0 0 7.500 12.500' fill='%23ffd866'/%3E%3C/svg%3E">
<style>${frameStyle}${chatStyle}</style>
</head>
<body>
${body}
<script>${inboxPageScript}</script>
</body>
</html>
`;
}

function drawAddresses(rooms: InboxPage['rooms']): Html {
  const lines = rooms.map(
    ({ kind, url }) => html`<tr><th scope="row">${roomNames[kind]}</th><td><code>${url}</code></td></tr>`,
  );
  return html`<details><summary>Addresses of this inbox</summary><div class="wide" tabindex="0" role="region" aria-label="addresses"><table><tbody>${lines}</tbody></table></div></details>`;
}
