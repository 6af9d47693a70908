import { pathToFileURL } from 'node:url';

// Runs the built command line once for each entry of what it is given, all in this process, as starting one takes longer
// than most commands: `[{ folder, args }]` as its argument, and what each printed as JSON in the end.
const program = pathToFileURL('dist/local/nightshift.mjs').href;
/** @type {readonly { folder: string, args: readonly string[] }[]} */
const entries = JSON.parse(process.argv[2] ?? '[]');
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
