/** Enough of a message of an API to know it by. */
const longestRemoteText = 200;

const esc = String.fromCharCode(0x1b);

/** Escape sequences of terminals: taken out whole, or `[31m` would be left standing. */
const terminalSequence = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\].*?(?:\\u0007|${esc}\\\\))`, 'gsu');

/**
 * Text from elsewhere (names, messages of an API) made fit for a line of a log, a table or a chat: no control or
 * direction characters, no line breaks, no half characters, at most `longest` code points with `…` where it was
 * cut. Zero-width joiners stay, as names of some scripts and emoji fall apart without them.
 */
export function plainText(text: string, longest: number = longestRemoteText): string {
  const line = text
    .replace(terminalSequence, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/(?![\u200C\u200D])\p{Cf}/gu, '')
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
