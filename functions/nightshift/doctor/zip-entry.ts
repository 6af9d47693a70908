import { inflateRawSync } from 'node:zlib';

/** The text of a file in a zip; `undefined` when there is none of that name. */
export function zipEntry(zip: Buffer, name: string): string | undefined {
  // The directory is found from the end: 22 bytes, with the number of entries and where they begin.
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0) return undefined;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [names, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const found = zip.toString('utf8', at + 46, at + 46 + (names ?? 0));
    if (found === name) return unpacked(zip, at);
    at += 46 + (names ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return undefined;
}

function unpacked(zip: Buffer, entry: number): string {
  const [method, size, local] = [
    zip.readUInt16LE(entry + 10),
    zip.readUInt32LE(entry + 20),
    zip.readUInt32LE(entry + 42),
  ];
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
}
