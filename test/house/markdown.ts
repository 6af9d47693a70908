/** A fenced block of code. */
export type CodeBlock = { readonly language: string; readonly code: string };

/** What a Markdown text is made of, as far as two translations of it must agree. */
export type Markdown = {
  readonly text: string;
  /** `#` for each level, in order. */
  readonly headings: readonly string[];
  /** What a link to each heading has after its `#`, as GitHub makes it. */
  readonly anchors: readonly string[];
  readonly blocks: readonly CodeBlock[];
  /** The cells of every table row, headings and rulers left out. */
  readonly rows: readonly (readonly string[])[];
  /** Targets of links, in order. */
  readonly links: readonly string[];
  /** Text in backticks outside of blocks, in order. */
  readonly quoted: readonly string[];
  /** The lines that are neither in a block nor of a table. */
  readonly proseLines: readonly string[];
};

/** Reads the little of Markdown that the project's documents use: fences, `#` headings, pipe tables, links. */
export function readMarkdown(text: string): Markdown {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  const prose = text.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, '');
  const lines = prose.split('\n');
  return {
    text,
    headings: lines.flatMap((line) => /^#+(?= )/.exec(line)?.[0] ?? []),
    anchors: lines.flatMap((line) => anchorOf(/^#+ (.*)$/.exec(line)?.[1]) ?? []),
    blocks: blocks.map(([, language = '', code = '']) => ({ language, code })),
    rows: lines
      .filter((line, at) => isRow(line) && !isRow(lines[at + 1], ruler) && !ruler.test(line))
      .map(cells),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target),
    quoted: [...prose.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted),
    proseLines: lines.filter((line) => !isRow(line)),
  };
}

function anchorOf(title: string | undefined): string | undefined {
  return title
    ?.toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

const ruler = /^\|[\s|:-]+\|$/;

function isRow(line: string | undefined, pattern = /^\|.*\|$/): boolean {
  return line !== undefined && pattern.test(line);
}

function cells(row: string): readonly string[] {
  return row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
