import { withoutMark } from '../../maintenance/document/decode-text.ts';
import { concealTokens } from '../../maintenance/secrets/conceal-looks.ts';

/**
 * The lines of a schedule as they may be shown, in a log that everyone can read too: what may be part of a
 * webhook's URL or a secret is starred out, character by character, so that columns stay where they are. The
 * schedule may be broken in any way, so this goes by its text and rather hides too much.
 */
export function concealedSource(text: string): readonly string[] {
  const lines = withoutMark(text).split(/\r?\n/);
  const inChannels = channelLines(lines);
  return lines.map((line, index) =>
    concealLooks(inChannels.has(index) ? concealChannel(line) : concealValues(line, isSecretKey)),
  );
}

const isSecretKey = (key: string) => /url|secret|token|password/i.test(key);
/** Of a channel everything else may be a secret under a misspelt key. */
const isNoOpenKey = (key: string) => !/^(kind|allowLoopback|language|when)$/.test(key);
/** A key, and the plain or quoted value after it in the same line; looked for from the beginning of a word only. */
const pair =
  /(["']?)(?<![\w-])([\w-]+)\1(\s*:\s+)("(?:[^"\\]|\\.)*"?|'[^']*'?|(?:\$\{\w+\}|[^\s,{}[\]#'"])(?:\$\{\w+\}|[^,{}#])*)/g;
const reference = /^["']?\$\{\w+\}["']?\s*$/;

/** The lines below the key `notify` of the top of the document. */
function channelLines(lines: readonly string[]): ReadonlySet<number> {
  const indents = lines.map((line) =>
    /^\s*(#|$)|^---/.test(line) ? Number.POSITIVE_INFINITY : line.search(/\S/),
  );
  const top = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  const found = new Set<number>();
  let inside = false;
  for (const [index, line] of lines.entries()) {
    if (indents[index] === top) inside = /^\s*["']?notify["']?\s*:/.test(line);
    if (inside) found.add(index);
  }
  return found;
}

function concealChannel(line: string): string {
  // The rest of a value that was broken over lines has no key to go by.
  const hasKeys = line.includes(':') || /^\s*#/.test(line);
  return hasKeys ? concealValues(line, isNoOpenKey) : line.replace(/[^\s{}[\],]+/g, stars);
}

function concealValues(line: string, isSecret: (key: string) => boolean): string {
  return line.replace(pair, (all, quote: string, key: string, colon: string, value: string) =>
    isSecret(key) && !reference.test(value) ? `${quote}${key}${quote}${colon}${stars(value)}` : all,
  );
}

/** What looks like a URL or a webhook's secret, wherever it was put; of a URL the host may be seen. */
function concealLooks(line: string): string {
  const shown = line
    .replace(/(https?:\/\/)([^\s"'},\]]+)/g, (_, scheme: string, rest: string) => {
      const host = rest.includes('@') ? '' : (/^[^/?#]*/.exec(rest)?.[0] ?? '');
      return `${scheme}${host}${stars(rest.slice(host.length))}`;
    })
    .replace(/(whsec_)([^\s"'},\]]+)/g, (_, prefix: string, rest: string) => prefix + stars(rest));
  return concealTokens(shown, stars);
}

function stars(text: string): string {
  return text.replace(/\S/g, '*');
}
