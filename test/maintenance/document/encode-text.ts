/** Encodings that people's editors write, by what Node.js calls them. */
export const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  gb18030: (text) => encodePairs(text, 'gb18030'),
  big5: (text) => encodePairs(text, 'big5'),
  latin1: (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'utf-32le': (text) => fourBytes(text, (bytes, at, value) => bytes.writeUInt32LE(value, at)),
  'utf-32be': (text) => fourBytes(text, (bytes, at, value) => bytes.writeUInt32BE(value, at)),
};

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Node.js only decodes these, so its table is turned around. */
function encodePairs(text: string, label: string): Uint8Array {
  const table = tables.get(label) ?? tableOf(label);
  tables.set(label, table);
  return Buffer.from(
    [...text].flatMap((sign) => {
      if (sign <= '\x7F') return [sign.charCodeAt(0)];
      const pair = table.get(sign);
      if (!pair) throw new Error(`${sign} is not in ${label}`);
      return pair;
    }),
  );
}

function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label);
  const table = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const sign = decoder.decode(Uint8Array.of(lead, trail));
      if ([...sign].length === 1 && sign !== '\uFFFD' && !table.has(sign)) table.set(sign, [lead, trail]);
    }
  return table;
}

function fourBytes(text: string, write: (bytes: Buffer, at: number, value: number) => void): Uint8Array {
  const signs = [...text];
  const bytes = Buffer.alloc(signs.length * 4);
  for (const [index, sign] of signs.entries()) write(bytes, index * 4, sign.codePointAt(0) ?? 0);
  return bytes;
}
