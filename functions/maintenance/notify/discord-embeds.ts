import { type Card, type Tone, toneMarks } from '../report/card.ts';
import { cutToLimit } from '../report/fit-card.ts';
import { writeLine } from '../report/write-card.ts';
import type { ChatContext } from './chat-kind.ts';
import { discordCodeBlock, escapeDiscord, writeDiscordSpan } from './discord-markdown.ts';

/** A box with a coloured edge. */
export type DiscordEmbed = {
  readonly title?: string;
  readonly description: string;
  readonly color: number;
};

const colours: Readonly<Record<Tone, number>> = {
  good: 0x2eb67d,
  warn: 0xe8912d,
  bad: 0xe01e5a,
  quiet: 0x8d8d8d,
};

/** Characters that the title and the description of one embed may have. */
const titleLimit = 256;
const descriptionLimit = 4_096;

/** A card as embeds below one another: the second begins where the first is full. */
export function discordEmbeds(
  card: Card,
  { wording }: Pick<ChatContext, 'wording'>,
): readonly DiscordEmbed[] {
  const color = colours[card.tone];
  const title = `${toneMarks[card.tone]} ${escapeDiscord(card.headline)}`;
  const [first = '', ...others] = descriptions(linesOf(card, wording));
  return [
    { title: cutToLimit(title, lengthOf, titleLimit), description: first, color },
    ...others.map((description) => ({ description, color })),
  ];
}

/** What Discord limits for all embeds of a message together. */
export function embedCharacters(embeds: readonly DiscordEmbed[]): number {
  return embeds.reduce((sum, { title = '', description }) => sum + title.length + description.length, 0);
}

function linesOf(card: Card, { andMore }: ChatContext['wording']): readonly string[] {
  const pen = { span: writeDiscordSpan };
  return [
    writeLine(card.glance, pen),
    ...card.facts.map(({ label, value }) => `**${label}** ${writeLine(value, pen)}`),
    ...card.sections.flatMap(({ title, items, more }) => [
      '',
      `**${title}**`,
      ...items.map((item) => `- ${writeLine(item, pen)}`),
      ...(more > 0 ? [`- ${andMore(more)}`] : []),
    ]),
    ...(card.payload ? ['', `**${card.payload.label}**`, discordCodeBlock(card.payload.json)] : []),
  ];
}

function descriptions(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => cutToLimit(each, lengthOf, descriptionLimit))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= descriptionLimit) {
      texts[texts.length - 1] = `${last}\n${line}`;
    } else if (line !== '') texts.push(line);
  }
  return texts;
}

/** In UTF-16 units, never fewer than what Discord counts. */
function lengthOf({ length }: string): number {
  return length;
}
