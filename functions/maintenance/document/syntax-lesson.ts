import type { ErrorCode, YAMLError } from 'yaml';
import { codePointOf } from './odd-signs.ts';

const quoted = 'the text in quotes';

/** For most mistakes their kind tells enough. */
const lessons: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'a tab - expected spaces, YAML is not indented with tabs',
  BLOCK_AS_IMPLICIT_KEY: `a second ": " after a value, or a line indented below one - expected ${quoted}, or a new key in its own column`,
  BLOCK_IN_FLOW: 'a key without a comma before it - expected commas between the entries of { } or [ ]',
  MULTILINE_IMPLICIT_KEY: 'a line without a colon - expected a key, a colon and a space',
  BAD_INDENT: 'an indentation that fits nothing above - expected all keys of a mapping in one column',
  BAD_DQ_ESCAPE: 'an unknown escape - expected \\\\ for a backslash in double quotes, or single quotes',
  TAG_RESOLVE_FAILED: 'a tag (!) - expected plain values',
  BAD_DIRECTIVE: 'a directive (%) - expected none',
};

/** A value that starts with `*`, which is an alias to YAML: a cron expression or a glob without quotes. */
const bareStar = /(?:^\s*|[:,[{-]\s*)\*/;
/** A comparison without quotes, whose `>` begins a block of text to YAML. */
const bareComparison = /[:-]\s+>=?\s*[\d.$]/;
const unclosed = /^Flow .* end with a (?<bracket>[\]}])$/;

/** What a mistake of YAML's own grammar means to the person who made it, `found - expected`; `line` is the whole line. */
export function syntaxLesson({ code, message }: YAMLError, line: string): string {
  const aboutToken = code === 'UNEXPECTED_TOKEN' || code === 'BAD_ALIAS';
  if (aboutToken && bareStar.test(line)) {
    return 'a value that starts with *, which is an alias in YAML - expected it in quotes, such as "* * * * *"';
  }
  if (code !== 'BAD_SCALAR_START' && bareComparison.test(line)) {
    return 'a comparison without quotes, whose > begins a block of text in YAML - expected it in quotes, such as ">= 8GB"';
  }
  if (aboutToken && line.includes('${')) {
    return 'a bare ${ inside { } or [ ] - expected the reference in quotes, such as "${NAME}"';
  }
  const bracket = unclosed.exec(message)?.groups?.['bracket'];
  if (bracket) return `a bracket above that is never closed - expected ${bracket}`;
  if (message.startsWith('Missing closing'))
    return 'a quote that is never closed - expected the closing quote';
  if (code === 'BAD_SCALAR_START') {
    return `text that starts with ${message.slice(-1)}, which YAML reserves - expected ${quoted}`;
  }
  if (message === 'Implicit map keys need to be followed by map values') {
    return 'a line without a colon - expected a key, a colon and a space';
  }
  if (message.endsWith('at node end'))
    return `more text after the end of a value - expected ${quoted}, all of it`;
  if (isEcho(message))
    return 'text that belongs to nothing above it - expected as many closing brackets as opening ones';
  return lessons[code] ?? `${message.replace(unseen, codePointOf).trimEnd()} - expected valid YAML`;
}

/** Signs that nobody sees, or that would break the line. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Whether a mistake is only there because of one before it: after that, the parser makes nothing of all that follows. */
export function isEcho(message: string): boolean {
  return message.includes(' token in YAML stream');
}

/** Where a mistake is to be mended: of a quote that is never closed where it opens, not the end of the file. */
export function whereToMend({ message, pos: [start] }: YAMLError, text: string): number {
  const quote = /^Missing closing (?<quote>["'])/.exec(message)?.groups?.['quote'];
  return quote === undefined ? start : Math.max(0, text.lastIndexOf(quote, start - 1));
}
