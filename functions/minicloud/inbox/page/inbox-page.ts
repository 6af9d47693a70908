import { type InboxRoom, roomKinds } from '../room-kinds.ts';
import { chatStyle } from './chat-style.ts';
import { drawMessage } from './draw-message.ts';
import { moon } from './drawing.ts';
import { type Html, html } from './html.ts';
import { frameStyle } from './page-style.ts';
import type { ShownMessage } from './shown-message.ts';

/** What a page shows; `count` is how many messages there were when it was drawn. */
type InboxPage = {
  readonly messages: readonly ShownMessage[];
  readonly rooms: readonly (InboxRoom & { readonly url: string })[];
  readonly count: number;
};

/** One document of HTML that needs nothing else: each message as its chat draws it, light and dark. */
export function drawInboxPage({ messages, rooms, count }: InboxPage): string {
  const kinds = [...new Set(messages.map(({ kind }) => kind))];
  const links = kinds.map((kind) => {
    const many = messages.filter((message) => message.kind === kind).length;
    return html`<li><a href="#${kind}">${roomKinds[kind].name}${many > 1 ? html` <span>${many}</span>` : undefined}</a></li>`;
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
    ({ kind, url }) =>
      html`<tr><th scope="row">${roomKinds[kind].name}</th><td><code>${url}</code></td></tr>`,
  );
  return html`<details><summary>Addresses of this inbox</summary><div class="wide" tabindex="0" role="region" aria-label="addresses"><table><tbody>${lines}</tbody></table></div></details>`;
}

/** What runs in the page: the choice between light and dark, and a look now and then for messages that came since. */
export const inboxPageScript = `
const root = document.documentElement;
const button = document.getElementById('theme');
const dark = matchMedia('(prefers-color-scheme: dark)');
const stored = (() => { try { return localStorage.getItem('theme'); } catch { return null; } })();
if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;
const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
const label = () => { button.textContent = isDark() ? 'Light' : 'Dark'; };
button.hidden = false;
label();
dark.addEventListener('change', label);
button.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  try { localStorage.setItem('theme', root.dataset.theme); } catch {}
  label();
});

const news = document.getElementById('news');
const shown = root.dataset.count;
const look = async () => {
  if (document.hidden) return;
  try {
    const count = await (await fetch('/messages/count')).text();
    if (count !== shown) news.textContent = 'More messages came in. Load the page again to see them.';
  } catch {
    news.textContent = 'The local cloud has ended; this page stays as it is.';
    clearInterval(looking);
  }
};
const looking = setInterval(look, 3000);
`;
