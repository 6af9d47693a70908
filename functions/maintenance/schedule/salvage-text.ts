import { isMapping } from '../document/path.ts';
import { readYaml } from '../document/read-yaml.ts';

/**
 * Every mapping that can still be read as channels, by their names and unchecked, in a text that is no YAML as a whole: the
 * lines from `notify:` to the next key of the top level, else its entries one by one. Never throws.
 */
export function salvageSection(text: string): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const lines of sectionsIn(text)) {
    const whole = entriesIn(lines);
    if (whole) Object.assign(found, whole);
    else
      for (const entry of [
        ...byIndent(lines),
        ...lines.filter((line) => oneLine.test(line)).map((line) => [line]),
      ])
        for (const [name, value] of Object.entries(entriesIn(flush(entry)) ?? {}))
          if (!Object.hasOwn(found, name)) found[name] = value;
  }
  return found;
}

/** An entry that is whole on its line: `  ops: { kind: webhook, url: … }`. */
const oneLine = /^\s+[^\s#:{}[\]]+\s*:\s*\{.*\}\s*(#.*)?$/;

/** What version control leaves in a text that was merged badly. */
const marker = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/** The lines below each `notify:` of the top level, which may stand further in than it should. */
function sectionsIn(text: string): string[][] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\r\n]/)
    .flatMap((line) => cleaned(line) ?? []);
  const indent = Math.min(...lines.flatMap((line) => (head.test(line) ? [indentOf(line)] : [])));
  const sections: string[][] = [];
  let section: string[] | undefined;
  for (const line of lines) {
    const [, inline = ''] = indentOf(line) === indent ? (head.exec(line) ?? []) : [];
    if (indentOf(line) === indent && head.test(line)) {
      section = /^\s*(#.*)?$/.test(inline) ? [] : [` ${inline}`];
      sections.push(section);
    } else if (/^\s*[^\s#]/.test(line) && indentOf(line) <= indent) section = undefined;
    else section?.push(line.slice(indent));
  }
  return sections;
}

/** Not the list of channels that a job has. */
const head = /^\s*["']?notify["']?\s*:(?!\s*\[)(.*)$/;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Tabs indent nothing in YAML, and other control characters and lost bytes are in no channel. */
function cleaned(line: string): string | undefined {
  if (marker.test(line)) return undefined;
  const blanks = /^[ \t]*/.exec(line)?.[0] ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const rest = line.slice(blanks.length).replaceAll(/[\0-\x08\x0B-\x1F\x7F-\x9F\uFFFD]/g, '');
  return blanks.replaceAll('\t', '  ') + rest;
}

/** Lines gathered to entries: one begins where a line stands no further in than the first. */
function byIndent(lines: readonly string[]): string[][] {
  const written = lines.filter((line) => /^\s*[^\s#]/.test(line));
  const least = indentOf(written[0] ?? '');
  const entries: string[][] = [];
  for (const line of written) {
    if (indentOf(line) <= least || entries.length === 0) entries.push([line]);
    else entries.at(-1)?.push(line);
  }
  return entries;
}

/** The first line at one blank, the others as far in from it as they were. */
function flush(lines: readonly string[]): string[] {
  const [first = ''] = lines;
  const cut = first.length - first.trimStart().length;
  return lines.map((line) => ` ${line.slice(cut)}`);
}

function entriesIn(lines: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const reading = readYaml(`notify:\n${lines.join('\n')}\n`);
  const section = reading.ok && isMapping(reading.yaml.value) ? reading.yaml.value['notify'] : undefined;
  return isMapping(section) ? section : undefined;
}
