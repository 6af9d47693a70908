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

/** So many findings somebody reads; of more it is enough to know how many there are. */
const mostTold = 100;

/**
 * The first findings, errors before warnings, in the order that they came in; the last one says how many there are
 * besides. For all who tell of them.
 */
export function firstTold(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= mostTold) return diagnostics;
  const isError = ({ severity }: Diagnostic) => severity === 'error';
  const [errors, warnings] = [diagnostics.filter(isError), diagnostics.filter((each) => !isError(each))];
  const told = new Set([...errors, ...warnings].slice(0, mostTold));
  const left = diagnostics.filter((each) => !told.has(each));
  const [next] = left;
  const message = `${countDiagnostics(left)} more, from here on - expected those that are told mended first`;
  const severity = left.some(isError) ? 'error' : 'warning';
  const rest = next ? [{ ...next, path: '', severity, code: 'findings.more', message } as const] : [];
  return [...diagnostics.filter((each) => told.has(each)), ...rest];
}

/** `1 error and 2 warnings`; empty for none. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(' and ');
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
