import { decodeText } from '../../../maintenance/document/decode-text.ts';
import { readYaml } from '../../../maintenance/document/read-yaml.ts';

/** A file beside a document, as it is or as text; `undefined` when there is none that can be read. */
export type ReadFile = (path: string) => Uint8Array | string | undefined;

/** What a file holds, or in the two halves of a diagnostic why it is not read. */
type FileValue =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly found: string; readonly expected: string };

/** Tells what the files hold that references name, each of them read once. */
export function openReferredFiles(readFile: ReadFile): (path: string) => FileValue {
  const known = new Map<string, FileValue>();
  return (path) => {
    const value = known.get(path) ?? readValue(path, readFile);
    known.set(path, value);
    return value;
  };
}

/** Of YAML and JSON the values, of everything else the text; nothing when there is no such file. */
function readValue(path: string, readFile: ReadFile): FileValue {
  // Serverless runs a program for its value; a deployment that depends on one could not be reviewed.
  if (/\.[cm]?[jt]s$/.test(path)) return { ok: true, value: undefined };
  const source = readFile(path);
  if (source === undefined) return { ok: true, value: undefined };
  const decoded = typeof source === 'string' ? ({ ok: true, text: source } as const) : decodeText(source);
  if (!decoded.ok) return refused(decoded.flaw);
  if (!/\.(ya?ml|json)$/.test(path)) return { ok: true, value: decoded.text };
  const reading = readYaml(decoded.text);
  const [flaw] = reading.ok ? reading.yaml.flaws : reading.flaws;
  if (flaw) return refused(flaw);
  return { ok: true, value: reading.ok ? reading.yaml.value : undefined };
}

function refused(flaw: {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}): FileValue {
  const [found = '', ...expected] = flaw.message.split(' - expected ');
  return {
    ok: false,
    found: `line ${flaw.line}, column ${flaw.column}: ${found}`,
    expected: expected.join(' - expected '),
  };
}
