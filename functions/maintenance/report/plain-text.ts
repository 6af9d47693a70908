/** Enough of a message of an API to know it by. */
const longestRemoteText = 200;

const esc = String.fromCharCode(0x1b);

/**
 * Escape sequences of terminals, also in their forms of one character (C1): taken out whole, or `[31m` would be left
 * standing. A title or another string ends at the next control character, so that no text is read twice.
 */
const terminalSequence = new RegExp(
  `(?:${esc}\\[[0-?]*|\\u009b[0-?]+)[ -/]*[@-~]|` +
    `(?:${esc}[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])\\P{Cc}*(?:\\u0007|\\u009c|${esc}\\\\)`,
  'gu',
);

/**
 * Text from anywhere made fit for a terminal, its lines and tabs as they are: nothing that a terminal obeys, and nothing
 * that turns or hides what stands beside it. Zero-width joiners stay, as names of some scripts and emoji fall apart
 * without them.
 */
export function harmlessText(text: string): string {
  return text
    .replace(terminalSequence, '')
    .replace(/\r\n/g, '\n')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/(?![\u200C\u200D])\p{Cf}/gu, '')
    .replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}

/**
 * Text from elsewhere (names, messages of an API) made fit for a line of a log, a table or a chat: harmless (see
 * `harmlessText`), without line breaks, and at most `longest` code points with `…` where it was cut.
 */
export function plainText(text: string, longest: number = longestRemoteText): string {
  const line = harmlessText(text)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
  const points = [...line];
  return points.length <= longest
    ? line
    : `${points
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
