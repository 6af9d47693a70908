import { drawText } from './drawing.ts';
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

/** How a chat writes lines, beside what stands within them; what it does not know is a line of text to it. */
export type LineNotation = Notation & {
  readonly lists?: boolean;
  readonly quotes?: boolean;
  readonly headings?: boolean;
  /** Lines of text without an empty one between them are one. */
  readonly joins?: boolean;
};

type Block = {
  readonly kind: 'list' | 'quote' | 'heading' | 'code' | 'text' | 'gap';
  readonly lines: string[];
};

/** A text of several lines as the chat draws it. */
export function drawLines(text: string, notation: LineNotation): Html {
  return html`${blocksOf(text, notation).map((block) => drawBlock(block, notation))}`;
}

function drawBlock({ kind, lines }: Block, notation: LineNotation): Html {
  const draw = (line: string) => drawInline(line, notation);
  switch (kind) {
    case 'list':
      return html`<ul>${lines.map((line) => html`<li>${draw(line)}</li>`)}</ul>`;
    case 'quote':
      return html`<blockquote>${lines.map((line) => html`<p>${draw(line)}</p>`)}</blockquote>`;
    case 'heading':
      return html`${lines.map((line) => html`<p class="headline">${draw(line)}</p>`)}`;
    case 'code':
      return html`<pre><code>${lines.join('\n')}</code></pre>`;
    case 'text':
      return notation.joins
        ? html`<p>${draw(lines.join(' '))}</p>`
        : html`${lines.map((line) => html`<p>${draw(line)}</p>`)}`;
    case 'gap':
      return html`<p class="gap"></p>`;
    default:
      return kind satisfies never;
  }
}

/** A block of code may begin and end in the middle of lines. */
function blocksOf(text: string, notation: LineNotation): readonly Block[] {
  return text.split(/```(?:json\n)?/).flatMap((part, at): readonly Block[] => {
    if (at % 2 === 1) return [{ kind: 'code', lines: part.replace(/\n$/, '').split('\n') }];
    const trimmed = at === 0 ? part.replace(/\n$/, '') : part.replace(/^\n|\n$/g, '');
    return trimmed === '' && at > 0 ? [] : textBlocks(trimmed.split('\n'), notation);
  });
}

function textBlocks(lines: readonly string[], notation: LineNotation): readonly Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const { kind, text } = readLine(line, notation);
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(text);
    else blocks.push({ kind, lines: [text] });
  }
  return blocks;
}

function readLine(
  line: string,
  { lists, quotes, headings }: LineNotation,
): { readonly kind: Block['kind']; readonly text: string } {
  if (line.trim() === '') return { kind: 'gap', text: '' };
  if (lists && line.startsWith('- ')) return { kind: 'list', text: line.slice(2) };
  if (quotes && line.startsWith('>')) return { kind: 'quote', text: line.slice(1).trimStart() };
  const heading = headings ? /^#{1,6} (.*)$/.exec(line)?.[1] : undefined;
  return heading === undefined ? { kind: 'text', text: line } : { kind: 'heading', text: heading };
}
