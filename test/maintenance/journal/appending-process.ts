import { createFileStore } from '../../../functions/maintenance/journal/file-store.ts';
import { realClock as clock } from '../../../functions/maintenance/runtime/real-clock.ts';

/** Appends lines of its name and a number to a key of a store in a folder, against all others, and prints each. */
const [folder = '', name = '', lines = '0'] = process.argv.slice(2);
const store = createFileStore(folder, { clock });
for (let count = 1; count <= Number(lines); ) {
  const position = (await store.read('runs/shared.jsonl'))?.length ?? 0;
  const line = `${name} ${count} ${'x'.repeat(count % 7 === 0 ? 300_000 : 10)}\n`;
  if ((await store.append('runs/shared.jsonl', position, Buffer.from(line))) === undefined) continue;
  process.stdout.write(`${count}\n`);
  count += 1;
}
