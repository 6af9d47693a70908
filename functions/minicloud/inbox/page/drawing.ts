import type { Html } from './html.ts';

/** A message as its chat draws it; `plain` when it is one of plain text, where there could be a card. */
export type Drawing = { readonly body: Html; readonly plain: boolean };

/** Draws a message from its JSON; `undefined` for one that is none of the chat's. */
export type Draw = (json: unknown) => Drawing | undefined;
