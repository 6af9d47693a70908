import { drawLines } from './draw-lines.ts';
import type { Drawing } from './drawing.ts';
import { html } from './html.ts';

const signals = {
  '/start': { name: 'Started', look: 'started' },
  '/fail': { name: 'Failure', look: 'fail' },
  '/log': { name: 'Log', look: 'started' },
  '': { name: 'Success', look: 'success' },
} as const;

/** A ping: what follows the path of the check, the run that it is of, and its text. */
export type Ping = { readonly signal: string; readonly run: string | undefined; readonly text: string };

/** Draws a ping as the log of a check does. */
export function drawPing({ signal, run, text }: Ping): Drawing {
  const { name, look } = Object.entries(signals).find(([path]) => path === signal)?.[1] ?? signals[''];
  const id = run === undefined ? undefined : html`<span class="ping-run">run <code>${run}</code></span>`;
  const words =
    text === '' ? undefined : html`<div class="ping-text">${drawLines(text, { inlines: [] })}</div>`;
  return {
    plain: false,
    body: html`<div class="ping"><p><span class="ping-signal ping-${look}">${name}</span> ${id}</p>${words}</div>`,
  };
}
