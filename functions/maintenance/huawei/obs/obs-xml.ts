/** An element of a document: its own text, and the elements in it. Attributes and namespaces are left out. */
export type XmlElement = {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
};

type Open = { readonly name: string; text: string; readonly children: XmlElement[] };

const nameForm = '[A-Za-z_][\\w.-]*';
const attributes = `(?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*`;
/** One piece of a document: a tag, a section of plain text, what is passed over, or text. */
const piece = new RegExp(
  [
    `<(?<opens>${nameForm})${attributes}(?<empty>/?)>`,
    `</(?<closes>${nameForm})\\s*>`,
    '<!\\[CDATA\\[(?<plain>[^]*?)\\]\\]>',
    '(?<aside><!--[^]*?-->|<\\?[^]*?\\?>)',
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
);

/**
 * Reads a document as OBS writes them; `undefined` for what is none: not well-formed, broken off, or with anything
 * that OBS has no need of (a document type, entities of its own). Answers the outermost element.
 */
export function readXml(document: string): XmlElement | undefined {
  const root: Open = { name: '', text: '', children: [] };
  const open: Open[] = [root];
  const text = document.replace(/^\uFEFF/, '');
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const found = piece.exec(text)?.groups;
    const inner = open.at(-1);
    if (!found || !inner) return undefined;
    if (found['opens'] !== undefined) {
      const element: Open = { name: found['opens'], text: '', children: [] };
      inner.children.push(element);
      if (found['empty'] === '') open.push(element);
    } else if (found['closes'] !== undefined) {
      if (inner === root || inner.name !== found['closes']) return undefined;
      open.pop();
    } else if (found['aside'] === undefined) {
      const read = found['plain'] ?? decodeText(found['text'] ?? '');
      if (read === undefined) return undefined;
      inner.text += read;
    }
  }
  const [element, second] = root.children;
  return open.length === 1 && !second && root.text.trim() === '' ? element : undefined;
}

/** The text of the first element of that name directly within another; `undefined` where there is none. */
export function textWithin({ children }: XmlElement, name: string): string | undefined {
  return children.find((child) => child.name === name)?.text;
}

/** A text as it stands between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>'"]/g, (sign) => `&${namesOfSigns.get(sign)};`);
}

const signs = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' } as const;
const signOfName: ReadonlyMap<string, string> = new Map(Object.entries(signs));
const namesOfSigns: ReadonlyMap<string, string> = new Map(
  Object.entries(signs).map(([name, sign]) => [sign, name]),
);

/** A text without its entities; `undefined` where one is of no meaning. */
function decodeText(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let whole = true;
  const decoded = text.replace(/&(?:#x([\dA-Fa-f]{1,6})|#(\d{1,7})|(\w+));|&/g, (_, hex, decimal, name) => {
    const sign =
      name === undefined
        ? characterAt(hex ? Number.parseInt(hex, 16) : Number(decimal))
        : signOfName.get(name);
    whole &&= sign !== undefined;
    return sign ?? '';
  });
  return whole ? decoded : undefined;
}

function characterAt(point: number): string | undefined {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
