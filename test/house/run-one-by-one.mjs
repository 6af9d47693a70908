import { pathToFileURL } from 'node:url';

// Runs the built command line once for each entry of what it is given, all in this process, as starting one takes longer
// than most commands: `[{ folder, args }]` as its argument, and what each printed as JSON in the end.
// On a day on which all dates in documents are still to come, and years that are not known are not near.
const shownOn = Date.parse('2026-11-23T10:00:00+08:00');
Date.now = () => shownOn + performance.now();
const program = pathToFileURL('dist/local/nightshift.mjs').href;
/** @type {readonly { folder: string, args: readonly string[] }[]} */
const entries = JSON.parse(process.argv[2] ?? '[]');
// Documents show what is printed on one day: later, a year that is not known is an error and no warning.
const { now } = Date;
const early = now() - Date.parse('2026-11-23T00:00:00Z');
Date.now = () => now() - early;
const { stdout } = process;
const write = stdout.write.bind(stdout);
/** @type {string[]} */
const printed = [];
for (const [at, { folder, args }] of entries.entries()) {
  let text = '';
  process.chdir(folder);
  process.argv = [process.execPath, 'nightshift', ...args];
  stdout.write = (/** @type {string | Uint8Array} */ chunk) => {
    text += String(chunk);
    return true;
  };
  // Evaluated anew for each; what it imports is not.
  await import(`${program}?${at}`);
  printed.push(text);
}
stdout.write = write;
process.exitCode = 0;
stdout.write(JSON.stringify(printed));
