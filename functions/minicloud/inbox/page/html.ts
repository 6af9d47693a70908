/** Markup that was made by `html` alone: a text, or what was parsed from JSON, can never be taken for it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  /** The markup itself. */
  toString(): string {
    return this.#markup;
  }
}

/** What may stand within markup; texts and numbers are escaped, `undefined` is nothing. */
type Within = Html | readonly Html[] | string | number | undefined;

/** Writes markup. Values are for the content of elements and for attributes in double quotes, never for anything else. */
export function html(parts: TemplateStringsArray, ...values: readonly Within[]): Html {
  return new Html(parts.map((part, at) => `${at === 0 ? '' : write(values[at - 1])}${part}`).join(''));
}

function write(value: Within): string {
  if (value === undefined) return '';
  if (value instanceof Html) return `${value}`;
  if (typeof value === 'string' || typeof value === 'number') return escaped(`${value}`);
  return value.map(write).join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
