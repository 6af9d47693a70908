import type { Finding } from './finding.ts';
import { writePath } from './path.ts';
import type { YamlFlaw, YamlText } from './read-yaml.ts';

/** Something wrong with a document, where it is, and what was expected instead. */
export type Diagnostic = {
  /** The file as the reader named it, e.g. `config/schedule.yaml`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** Where in the document: `jobs.nightly.cron`, `regions.beijing`, `overrides[0].until`; empty for the whole. */
  readonly path: string;
  readonly severity: 'error' | 'warning';
  /** Stable, for machines: `cron.fields`, `key.unknown`, `env.missing`, … */
  readonly code: string;
  /** `<what was found> - <what was expected>`. */
  readonly message: string;
};

/** One line for people: `config/schedule.yaml:12:5 jobs.nightly.cron: found - expected`, whatever a key holds. */
export function formatDiagnostic({ file, line, column, path, message }: Diagnostic): string {
  const told = `${file}:${line}:${column}${path === '' ? '' : ` ${path}`}: ${message}`;
  return told.replace(/[\r\n\u0085\p{Zl}\p{Zp}]+/gu, ' ');
}

/** Findings about the values of a document, at the places in its text where those are written. */
export function diagnoseFindings(
  findings: readonly Finding[],
  file: string,
  { positionOf }: Pick<YamlText, 'positionOf'>,
): readonly Diagnostic[] {
  return findings.map(({ path, part, sign, severity, code, message }) => ({
    file,
    ...positionOf(path, part, sign),
    path: writePath(path),
    severity,
    code,
    message,
  }));
}

/** What is wrong with a text as YAML. */
export function diagnoseFlaws(flaws: readonly YamlFlaw[], file: string): readonly Diagnostic[] {
  return flaws.map(({ path, ...flaw }) => ({ file, ...flaw, path: writePath(path), severity: 'error' }));
}

/** From the top of the file to its end. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((one, other) => one.line - other.line || one.column - other.column);
}
