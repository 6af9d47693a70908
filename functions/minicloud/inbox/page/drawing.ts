import { type Html, html } from './html.ts';

/** A message as its chat draws it; `plain` when it is one of plain text, where there could be a card. */
export type Drawing = { readonly body: Html; readonly plain: boolean };

/** What a message is drawn from. */
export type ToDraw = {
  /** `undefined` when the body is not JSON. */
  readonly json: unknown;
  readonly body: string;
  /** What follows the path's `?`. */
  readonly query: string;
  /** What follows the path of the room it came to, as in `/fail`. */
  readonly tail: string;
};

/** Draws a message; `undefined` for one that is none of the chat's. */
export type Draw = (message: ToDraw) => Drawing | undefined;

/** The signs of a card's tone, which not every machine has a font for; chats draw them themselves as well. */
const signs: Readonly<Record<string, Html>> = {
  '✅': sign(
    'all is well',
    html`<rect x="1" y="1" width="14" height="14" rx="3" fill="#2f9e44"/><path d="m4.5 8.2 2.4 2.5 4.6-5.2" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
  ),
  '⚠️': sign(
    'look at it',
    html`<path d="M8 1.3 15.4 14.2H.6Z" fill="#f5b301" stroke="#f5b301" stroke-linejoin="round"/><path d="M8 5.4v4.2" stroke="#1d1c1d" stroke-width="1.8" stroke-linecap="round"/><circle cx="8" cy="12" r="1.1" fill="#1d1c1d"/>`,
  ),
  '❌': sign(
    'act now',
    html`<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="#e03131" stroke-width="3" stroke-linecap="round"/>`,
  ),
  '💤': sign(
    'nothing happened',
    html`<path d="M2.5 7.500h5l-5 6h5M9.500 2h4l-4 4.500h4" fill="none" stroke="#4c6ef5" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`,
  ),
};
const anySign = /(✅|⚠️|❌|💤)/;

/** Text as text, with the signs of tones as pictures. */
export function drawText(text: string): Html {
  return html`${text.split(anySign).map((part) => signs[part] ?? html`${part}`)}`;
}

function sign(label: string, shape: Html): Html {
  return html`<svg class="sign" viewBox="0 0 16 16" role="img" aria-label="${label}">${shape}</svg>`;
}

/** The style of an edge in a colour that came with a message: `#rrggbb`, or else grey. */
export function edgeColour(colour: string): string {
  return `--edge: ${/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#8d8d8d'}`;
}

/** The picture beside everything that Nightshift says. */
export const moon = html`<svg class="moon" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" fill="#2b2f77"/><path d="M21.500 20A8.500 8.500 0 1 1 14 8a7.200 7.200 0 0 0 7.500 12" fill="#ffd866"/><circle cx="22" cy="10" r="1.100" fill="#ffd866"/><circle cx="25" cy="14.500" r=".8" fill="#ffd866"/></svg>`;
