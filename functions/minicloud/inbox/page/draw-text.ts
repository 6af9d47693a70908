import { type Html, html } from './html.ts';

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
