import { IcsFlaw, shown } from './ics-flaw.ts';

/** A property as it is written, such as `DTSTART;TZID=Europe/Berlin:20261110T033000`, its folded lines put together. */
export type ContentLine = {
  /** 1-based; the first of them where it is folded. */
  readonly line: number;
  /** In capitals. */
  readonly name: string;
  /** By names in capitals, without quotes; of properties that nobody asks about, none. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
};

/** Whose parameters are read; what is written in others is nobody's affair, right or wrong. */
const asked = new Set([
  'DTSTART',
  'DTEND',
  'DURATION',
  'RECURRENCE-ID',
  'EXDATE',
  'RDATE',
  'RRULE',
  'EXRULE',
]);

/** Reads the lines of a text, which must be iCalendar. Throws `IcsFlaw`. */
export function readContentLines(text: string): ContentLine[] {
  const read: ContentLine[] = [];
  let parts: string[] = [];
  let line = 0;
  const finish = () => {
    if (parts.length > 0) read.push(readContentLine(parts.join(''), line));
    parts = [];
  };
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const physical = lines[index] ?? '';
    if (physical === '') continue;
    if ((physical[0] === ' ' || physical[0] === '\t') && parts.length > 0) {
      parts.push(physical.slice(1));
      continue;
    }
    // Where files were put together, one may begin with a mark of its own.
    const written = physical.replace(/^\uFEFF+/, '');
    if (written.trim() === '') continue;
    finish();
    parts.push(written);
    line = index + 1;
  }
  finish();
  return read;
}

function readContentLine(content: string, line: number): ContentLine {
  const [written = ''] = /^[\w.-]+/.exec(content) ?? [];
  const name = written.toUpperCase();
  const noLine = (at: string) =>
    new IcsFlaw(
      { line, name: at },
      `${shown(content)}, which is no line of iCalendar`,
      'NAME:value, or a blank before it where it continues the line above',
    );
  if (name === '' || !/[:;]/.test(content.charAt(name.length))) throw noLine('');
  if (!asked.has(name)) {
    const colon = colonOutsideQuotes(content, name.length);
    if (colon < 0) throw noLine(name);
    return { line, name, parameters: new Map(), value: content.slice(colon + 1) };
  }
  const parameters = new Map<string, string>();
  let at = name.length;
  while (content[at] === ';') {
    const found = parameterAt(content, at);
    if (!found)
      throw new IcsFlaw(
        { line, name },
        shown(content.slice(at)),
        'parameters like ;TZID=Europe/Berlin and then : and the value',
      );
    parameters.set(found.key, found.value);
    at = found.end;
  }
  if (content[at] !== ':') throw noLine(name);
  return { line, name, parameters, value: content.slice(at + 1).trim() };
}

/** Of a property whose parameters are not read; one with broken quotes has its value behind its first colon. */
function colonOutsideQuotes(content: string, from: number): number {
  let quoted = false;
  for (let at = from; at < content.length; at += 1) {
    if (content[at] === '"') quoted = !quoted;
    else if (content[at] === ':' && !quoted) return at;
  }
  return content.indexOf(':', from);
}

const parameter = /;([\w.-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;
/**
 * Exchange and others write ids with colons and commas in them and without quotes: `tzone://Microsoft/Utc`,
 * `(UTC+08:00) Beijing, Chongqing`. Such an id ends where times begin.
 */
const bareZone = /;(TZID)=([^";]*?)(?=;[\w.-]+=|:\s*[+-]?\d{8}(?:T[\dTZ]*)?(?:[,/]|\s*$))/iy;

function parameterAt(content: string, at: number): { key: string; value: string; end: number } | undefined {
  for (const pattern of [bareZone, parameter]) {
    pattern.lastIndex = at;
    const [whole, key, value = ''] = pattern.exec(content) ?? [];
    if (whole !== undefined && key !== undefined)
      return { key: key.toUpperCase(), value: value.replaceAll('"', '').trim(), end: at + whole.length };
  }
  return undefined;
}
