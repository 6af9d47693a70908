import type { Finding } from '../check/finding.ts';
import { type Diagnostic, inOrder } from '../diagnostic.ts';
import { writePath } from '../path.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** Findings about a schedule that could be read, with the places in its text where they stand. */
export function placeFindings(
  findings: readonly Finding[],
  text: string,
  file: string,
): readonly Diagnostic[] {
  const reading = readYaml(text);
  if (!reading.ok) return [];
  const { placeOf } = reading.yaml;
  return inOrder(
    findings.map(({ path, part, severity, code, message }) => ({
      file,
      ...placeOf(path, part),
      path: writePath(path),
      severity,
      code,
      message,
    })),
  );
}
