import { decodeText } from '../../document/decode-text.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';

/** The most that is read of a calendar: some five thousand events. */
export const mostIcsBytes = 2 * 1024 * 1024;
const calendar = 'an iCalendar file, which begins with BEGIN:VCALENDAR';

/** Files that are taken for calendars by their names, by how they begin. */
const beginnings: readonly (readonly [begins: (text: string) => boolean, found: string, expected: string])[] =
  [
    [starting('\u001F\uFFFD'), 'a gzip file', `${calendar}: unpack it first`],
    [
      starting('PK\u0003\u0004', 'BZh', '7z\uFFFD', 'Rar!', '\uFFFD7zXZ'),
      'an archive',
      `${calendar}: unpack it first`,
    ],
    [starting('%PDF'), 'a PDF', calendar],
    [
      (text) => /^\s*<(?:!doctype html|html|head|body|script|meta)/i.test(text),
      'a web page (HTML), perhaps the one for signing in',
      calendar,
    ],
    [(text) => /^\s*</.test(text), 'XML', calendar],
    [(text) => /^\s*[{[]/.test(text), 'JSON', calendar],
  ];

function starting(...begins: readonly string[]): (text: string) => boolean {
  return (text) => begins.some((begin) => text.startsWith(begin));
}

/**
 * The text of a calendar without its byte order mark, or several of them. Throws `IcsFlaw` for what is no calendar at
 * all, or not UTF-8, and says what it is.
 */
export function calendarText(content: Uint8Array | string): string {
  const refuse = (line: number, message: readonly [found: string, expected: string]) =>
    new IcsFlaw({ line, name: '' }, ...message);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const begin = new TextDecoder().decode(bytes.subarray(0, 1_000)).replace(/^\uFEFF+/, '');
  for (const [begins, found, expected] of beginnings) {
    if (begins(begin)) throw refuse(1, [found, expected]);
  }
  const decoded = decodeText(bytes, { most: mostIcsBytes });
  if (!decoded.ok) {
    const { line, message } = decoded.flaw;
    const [found = '', expected = ''] = message.split(' - expected ');
    throw refuse(line, [found, expected]);
  }
  const text = decoded.text.replace(/^\uFEFF+/, '');
  if (text.trim() === '') throw refuse(1, ['an empty file', calendar]);
  const zero = text.indexOf('\0');
  if (zero < 0) return text;
  const before = text.slice(0, zero).split(/\r\n|\n|\r/);
  throw refuse(before.length, [`a sign with the code 0 after ${shown(before.at(-1) ?? '')}`, 'text']);
}
