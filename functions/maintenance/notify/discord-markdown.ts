import type { Span } from '../report/card.ts';

/** A span in Discord's markdown; those who are called are not in it, as an embed calls nobody. */
export function writeDiscordSpan(span: Span): string {
  switch (span.kind) {
    case 'mention':
      return '';
    case 'bold':
      return `**${escapeDiscord(span.text)}**`;
    case 'code':
      // Nothing has a meaning within code, and nothing escapes its end.
      return /[`\\]/.test(span.text) ? escapeDiscord(span.text) : `\`${span.text}\``;
    case 'plain':
      return escapeDiscord(span.text);
    default:
      return span satisfies never;
  }
}

/**
 * Text that is nothing but text. A backslash takes the meaning from every sign but the `@`, which Discord looks for
 * before it reads the markdown: a character without a width takes the word after it apart.
 */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\*_~`|<>#[\]]|:(?=\/\/|\w*[A-Za-z_]\w*:)|^[-+]|(?<=^\d+)\./g, '\\$&')
    .replace(/@(?=everyone|here)/gi, '@\u200B');
}

/** JSON as a block that is to be copied. */
export function discordCodeBlock(json: string): string {
  return json.includes('`') ? escapeDiscord(json) : `\`\`\`json\n${json}\n\`\`\``;
}
