import { readYaml } from '../../../maintenance/document/read-yaml.ts';

/**
 * What a file beside the document holds: of YAML and JSON the values, of everything else the text; `undefined` when
 * there is none, or none that can be read.
 */
export function readFileValue(path: string, readFile: (path: string) => string | undefined): unknown {
  // Serverless runs a program for its value; a deployment that depends on one could not be reviewed.
  if (/\.[cm]?[jt]s$/.test(path)) return undefined;
  const text = readFile(path);
  if (text === undefined || !/\.(ya?ml|json)$/.test(path)) return text;
  const reading = readYaml(text);
  return reading.ok && reading.yaml.flaws.length === 0 ? reading.yaml.value : undefined;
}
