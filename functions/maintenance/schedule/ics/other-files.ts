import { IcsFlaw, shown } from './ics-flaw.ts';

/** The most that is read; a calendar of 20,000 events has half of it. */
const mostSigns = 10_000_000;
const utf8 = 'an iCalendar file in UTF-8';
const calendar = 'an iCalendar file, which begins with BEGIN:VCALENDAR';

/** Files that are taken for calendars by their names, by how they begin once they were read as UTF-8. */
const beginnings: readonly (readonly [begins: (text: string) => boolean, found: string, expected: string])[] =
  [
    [starting('\u001F\uFFFD'), 'a gzip file', `${calendar}: unpack it first`],
    [starting('PK\u0003\u0004', 'BZh9', '7z\uFFFD', 'Rar!'), 'an archive', `${calendar}: unpack it first`],
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
export function withoutMarks(text: string): string {
  const refuse = (line: number, found: string, expected: string) =>
    new IcsFlaw({ line, name: '' }, found, expected);
  if (text.length > mostSigns)
    throw refuse(1, `${text.length} signs`, `at most ${mostSigns}: a calendar of the years that jobs need`);
  const begin = text.slice(0, 64);
  const zeros = begin.split('\0').length - 1;
  if (zeros > begin.length / 4)
    throw refuse(1, zeros > (begin.length * 5) / 8 ? 'UTF-32' : 'UTF-16', `${utf8}: save it so`);
  const plain = text.replace(/^\uFEFF+/, '');
  if (plain.trim() === '') throw refuse(1, 'an empty file', calendar);
  for (const [begins, found, expected] of beginnings) {
    if (begins(plain.slice(0, 1_000))) throw refuse(1, found, expected);
  }
  const broken = plain.search(/[\uFFFD\0]/);
  if (broken >= 0) {
    const lines = plain.slice(0, broken).split(/\r\n|\n|\r/);
    const found =
      plain[broken] === '\0'
        ? `a sign with the code 0 after ${shown(lines.at(-1) ?? '')}`
        : `after ${shown(lines.at(-1) ?? '')} a sign that is not UTF-8, as in files in GBK, GB 18030, Big5 or Latin-1`;
    throw refuse(lines.length, found, `${utf8}: save it so`);
  }
  return plain;
}
