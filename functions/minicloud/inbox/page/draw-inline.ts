import { drawText } from './draw-text.ts';
import { type Html, html } from './html.ts';

/** Something of a chat's notation that stands within a line; the pattern never matches nothing. */
export type Inline = {
  readonly pattern: RegExp;
  /** Takes the groups of the pattern; `inner` draws what may hold more of the notation. */
  readonly draw: (groups: readonly string[], inner: (text: string) => Html) => Html;
};

/** How a chat writes within a line, and what its plain text says when its escapes are read. */
export type Notation = {
  readonly inlines: readonly Inline[];
  readonly plain?: (text: string) => string;
};

/** A line as the chat draws it: whatever begins first counts, and of those the one that is named first. */
export function drawInline(text: string, notation: Notation): Html {
  const { inlines, plain = (each) => each } = notation;
  const parts: Html[] = [];
  let rest = text;
  while (rest !== '') {
    const [first] = inlines
      .flatMap(({ pattern, draw }) => {
        const match = pattern.exec(rest);
        return match ? [{ match, draw }] : [];
      })
      .sort((a, b) => a.match.index - b.match.index);
    if (!first) break;
    const [whole, ...groups] = first.match;
    parts.push(drawText(plain(rest.slice(0, first.match.index))));
    parts.push(first.draw(groups, (inner) => drawInline(inner, notation)));
    rest = rest.slice(first.match.index + whole.length);
  }
  parts.push(drawText(plain(rest)));
  return html`${parts}`;
}

/** Reads the entities of HTML that senders write, numeric ones included. */
export function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|amp|lt|gt|quot);/g, (entity, number?: string) =>
    number === undefined ? (entities[entity] ?? entity) : String.fromCodePoint(Number(number)),
  );
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** `**bold**`. */
export const boldStars: Inline = {
  pattern: /\*\*((?:\\.|[^*\\])+)\*\*/,
  draw: ([text = ''], inner) => html`<strong>${inner(text)}</strong>`,
};

/** `` `code` ``, in which nothing else has a meaning. */
export const codeTicks: Inline = {
  pattern: /`([^`]+)`/,
  draw: ([text = '']) => html`<code>${text}</code>`,
};

/** Somebody who is called. */
export function drawMention(name: string): Html {
  return html`<span class="mention">@${name}</span>`;
}
