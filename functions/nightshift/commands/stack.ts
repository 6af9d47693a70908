import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { build as buildHere } from '../../maintenance/foundation/version.ts';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { ownMaps } from '../place/own-files.ts';
import { endings, examples, jsonOption } from './options.ts';

type Options = { readonly build?: string; readonly maps?: string; readonly json?: boolean };

const ends =
  '0 when places were found, and with 1 when there is no map or nothing to look up in one; the text is printed all the same';

/** Adds `nightshift stack`: the places of the built function in a text, as places of the sources. */
export function addStack(program: Command, { terminal }: CommandContext, finish: Finish): void {
  program
    .command('stack')
    .description('translates a stack or a log of the function into places in the sources')
    .option(
      '--build <build>',
      'the build that it comes from (default: the one that the log names, else the one here)',
    )
    .option('--maps <folder>', 'the folder with the source maps of builds (default: those that are here)')
    .addOption(jsonOption('{ "text" }'))
    .addHelpText(
      'after',
      examples('nightshift stack < failure.txt', 'nightshift stack --build 1.2.3+0123456789ab < failure.txt'),
    )
    .addHelpText(
      'after',
      '\nIt is read from standard input: what the console shows of a failure, or lines of the log as they are.',
    )
    .addHelpText('after', endings(ends))
    .action(async ({ build, maps = ownMaps, json = false }: Options) => {
      const read = resolvePlaces(await text(process.stdin), {
        builds: { asked: build, here: buildHere },
        mapOf: (name, file) => readMap(join(maps, name, `${file}.map`)),
      });
      const message = read.complaints.join('; ');
      const error = message === '' ? undefined : { code: 'stack.unresolved', message };
      if (json) terminal.printJson({ text: read.text, ...(error && { error }) });
      else terminal.print(read.text.replace(/\n$/, ''));
      for (const complaint of read.complaints) terminal.complain(complaint);
      finish(read.complaints.length === 0 ? 0 : 1);
    });
}

/** A file of the deployed function with a line and a column, both from 1. */
const builtPlace = /\b(index|run)\.js:(\d{1,9}):(\d{1,9})/g;
/** What ends the folder before it. */
const beforeFolder = /[\s()"'\\]/;
/** What the first line that an invocation logs has in it; see `version.ts`. */
const namedBuild = /"build":\s*"(\d+\.\d+\.\d+\+[\w.]+)"/;

type Places = {
  /** Asked for, it holds for all lines; the other one for those above which no line names one. */
  readonly builds: { readonly asked: string | undefined; readonly here: string | undefined };
  mapOf(build: string, file: string): SourceMap | undefined;
};

/**
 * The text with what is known in place of `index.js:2:486`; lines after one that names a build are of that build.
 * A complaint for each build without a map, and for a text in which there is nothing to look up.
 */
export function resolvePlaces(
  text: string,
  { builds, mapOf }: Places,
): { readonly text: string; readonly complaints: readonly string[] } {
  let found = 0;
  const unknown = new Set<string>();
  let build = builds.asked ?? namedBuild.exec(text)?.[1] ?? builds.here ?? 'an unknown build';
  const lines = text.split('\n').map((line) => {
    build = builds.asked ?? namedBuild.exec(line)?.[1] ?? build;
    return replacePlaces(line, (place, name, lineNumber, column) => {
      if (place.includes('node_modules')) return place;
      found += 1;
      const map = mapOf(build, `${name}.js`);
      if (map) return sourcePlace(map, lineNumber, column) ?? place;
      unknown.add(build);
      return place;
    });
  });
  const complaints = [...unknown].map(
    (each) =>
      `there are no source maps of ${each} here - install its version or build its commit, and they are, or name its --maps`,
  );
  if (found === 0) complaints.push('nothing was found to look up - expected places such as index.js:2:486');
  return { text: lines.join('\n'), complaints };
}

/** Folders are looked for backwards from each place: a line may be a megabyte without a blank in it. */
function replacePlaces(
  line: string,
  placeOf: (place: string, name: string, lineNumber: number, column: number) => string,
): string {
  let replaced = '';
  let end = 0;
  for (const { 0: file, 1: name = '', 2: lineNumber, 3: column, index } of line.matchAll(builtPlace)) {
    let start = index;
    while (start > end && !beforeFolder.test(line.charAt(start - 1))) start -= 1;
    const place = line.slice(start, index) + file;
    replaced += line.slice(end, start) + placeOf(place, name, Number(lineNumber), Number(column));
    end = index + file.length;
  }
  return replaced + line.slice(end);
}

/** `undefined` beyond the map's end: the file of that name is another one. */
function sourcePlace(map: SourceMap, line: number, column: number): string | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || entry.generatedLine !== line - 1) return undefined;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

const maps = new Map<string, SourceMap | undefined>();

function readMap(path: string): SourceMap | undefined {
  if (!maps.has(path)) {
    try {
      maps.set(path, new SourceMap(JSON.parse(readFileSync(path, 'utf8'))));
    } catch {
      maps.set(path, undefined);
    }
  }
  return maps.get(path);
}
