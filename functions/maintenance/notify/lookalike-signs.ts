const lookalikes: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '&': '＆',
  '*': '∗',
  '~': '∼',
  '`': 'ˋ',
  '[': '［',
  ']': '］',
  '|': '｜',
  '\\': '＼',
};

const lineStarts: Readonly<Record<string, string>> = { '#': '＃', '=': '＝', '-': '－' };

/**
 * Text for a chat whose markdown knows no escape: what would begin a tag, a format, a link or an address that is
 * made into one is written with signs that look like it.
 */
export function withLookalikes(text: string): string {
  return text
    .replace(/[<>&*~`[\]|\\]/g, (sign) => lookalikes[sign] ?? sign)
    .replaceAll('://', '：//')
    .replace(/^[#=-]/, (sign) => lineStarts[sign] ?? sign);
}

/** Bold in markdown, which is none with a space inside the signs. */
export function boldMarkdown(text: string): string {
  const inner = text.trim();
  return inner === '' ? text : `**${withLookalikes(inner)}**`;
}
