import { plainText } from './plain-text.ts';

/** How a message looks at one glance: all is well, look at it, act now, nothing happened. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/**
 * A piece of text, as it is and not escaped, which every chat does in its own way; `mention` is where those are
 * called whom the channel names.
 */
export type Span =
  | { readonly kind: 'plain' | 'bold' | 'code'; readonly text: string }
  | { readonly kind: 'mention' };

/** Spans that stand in one line, with their own spaces between them. */
export type Line = readonly Span[];

/** What a section is about; in a card, what is needed most comes first. */
export type SectionKind =
  | 'untold'
  | 'person'
  | 'steps'
  | 'problems'
  | 'data'
  | 'comparison'
  | 'outage'
  | 'untouched'
  | 'notes';

/** A titled list, of which `more` entries are not shown. */
export type Section = {
  readonly kind: SectionKind;
  readonly title: string;
  readonly items: readonly Line[];
  readonly more: number;
};

/** A message to people, the same for every chat. No text in it has a line break. */
export type Card = {
  readonly tone: Tone;
  readonly headline: string;
  /** How it ended, in one line. */
  readonly glance: Line;
  readonly facts: readonly { readonly label: string; readonly value: Line }[];
  readonly sections: readonly Section[];
  /** JSON to be pasted into the console. */
  readonly payload: { readonly label: string; readonly json: string } | undefined;
};

/** The tone as a sign, for chats and texts without colours. */
export const toneMarks: Readonly<Record<Tone, string>> = { good: '✅', warn: '⚠️', bad: '❌', quiet: '💤' };

/** A chat that is shown everything of a large fleet is one that nobody reads. */
const mostItems = 20;

/** Text as it is; like `code` and `bold` made fit for one line. */
export function plain(text: string): Span {
  return { kind: 'plain', text: singleLine(text) };
}

/** Text that people copy: ids and codes. */
export function code(text: string): Span {
  return { kind: 'code', text: singleLine(text) };
}

/** Text that people look for. */
export function bold(text: string): Span {
  return { kind: 'bold', text: singleLine(text) };
}

/** A section with the first 20 of its items; none when there are none. */
export function sectionOf(kind: SectionKind, title: string, items: readonly Line[]): readonly Section[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, mostItems);
  return [{ kind, title, items: shown, more: items.length - shown.length }];
}

/** Spaces at both ends stay, as they keep spans apart. */
function singleLine(text: string): string {
  const trimmed = plainText(text, Number.POSITIVE_INFINITY);
  if (trimmed === '') return text === '' ? '' : ' ';
  return `${text.startsWith(' ') ? ' ' : ''}${trimmed}${text.endsWith(' ') ? ' ' : ''}`;
}
