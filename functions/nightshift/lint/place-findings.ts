import { type Diagnostic, diagnoseFindings, inOrder } from '../../maintenance/document/diagnostic.ts';
import type { Finding } from '../../maintenance/document/finding.ts';
import { readYaml } from '../../maintenance/document/read-yaml.ts';

/** Findings about a schedule that could be read, with the places in its text where they stand. */
export function placeFindings(
  findings: readonly Finding[],
  text: string,
  file: string,
): readonly Diagnostic[] {
  const reading = readYaml(text);
  if (!reading.ok) return [];
  return inOrder(diagnoseFindings(findings, file, reading.yaml));
}
