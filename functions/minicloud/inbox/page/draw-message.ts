import { isoInZone } from '../../../maintenance/foundation/time/iso-in-zone.ts';
import { type RoomKind, roomKinds } from '../room-kinds.ts';
import { moon } from './drawing.ts';
import { type Html, html } from './html.ts';
import type { ShownMessage } from './shown-message.ts';

const chinaMs = 28_800_000;

const outcomes: Readonly<Record<ShownMessage['outcome'], string>> = {
  delivered: 'delivered',
  degraded: 'degraded to plain text',
  refused: 'refused',
  unanswered: 'left without an answer',
};
const proofs: Readonly<Record<ShownMessage['proof'], string>> = {
  verified: 'signature verified',
  wrong: 'signature wrong',
  'not judged': 'signature not judged',
  address: 'not signed: known by its address',
};

/** A message in a frame that says where it came in and what became of it. */
export function drawMessage(message: ShownMessage, { id }: { readonly id: string | undefined }): Html {
  const { kind, room, receivedAt, outcome, proof, answer, drawing, body } = message;
  const name = roomKinds[kind].name;
  const at = isoInZone(receivedAt, chinaMs);
  const drawn = drawing?.body ?? html`<pre class="undrawn">${body}</pre>`;
  const anchor = id === undefined ? undefined : html` id="${id}"`;
  return html`<article class="message"${anchor} aria-label="${name}, ${room}, ${outcomes[outcome]}">
<header><span class="badge badge-${kind}" aria-hidden="true">${name.slice(0, 1)}</span><h2>${name}</h2><span class="room">${room}</span></header>
<div class="canvas canvas-${kind}">${drawSender(kind, at, drawn)}</div>
<footer><ul><li class="outcome outcome-is-${outcome}">${outcomes[outcome]}</li><li class="proof proof-${proof.replace(' ', '-')}">${proofs[proof]}</li></ul>
<details><summary>Body as it came</summary><pre tabindex="0">${body === '' ? '(empty)' : pretty(body)}</pre></details>
${answer === undefined ? undefined : html`<details><summary>Answer</summary><pre tabindex="0">${answer}</pre></details>`}</footer>
</article>`;
}

function drawSender(kind: RoomKind, at: string, drawn: Html): Html {
  const tag = roomKinds[kind].tag;
  const time = html`<time datetime="${at}">${at.slice(11, 16)}</time>`;
  if (tag === undefined) return html`<p class="received">Received ${time}</p>${drawn}`;
  return html`<div class="avatar">${moon}</div><div class="said"><p class="sender"><b>Nightshift</b> <span class="tag">${tag}</span> ${time}</p>${drawn}</div>`;
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
