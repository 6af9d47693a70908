import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Deployment } from '../../deployment/deployment.ts';
import { type ParsedServerless, parseServerless } from '../../deployment/parse-serverless.ts';
import { CodedError } from '../../run/coded-error.ts';
import { type Diagnostic, formatDiagnostic } from '../../schedule/diagnostic.ts';
import type { Surroundings } from '../surroundings.ts';

/** A `serverless.yml` that can be deployed, and the folder that its paths begin in. */
export type OpenedDeployment = {
  readonly deployment: Deployment;
  readonly file: string;
  readonly folder: string;
};

/**
 * Reads the `serverless.yml` that was asked for, or the one here. `values: 'needed'` refuses it when a variable of the
 * function is missing in the environment. Throws `CodedError` `serverless.unreadable`, `serverless.invalid`.
 */
export function openDeployment(
  asked: string | undefined,
  { environment, terminal }: Pick<Surroundings, 'environment' | 'terminal'>,
  values: 'needed' | 'not needed',
): OpenedDeployment {
  const file = asked ?? 'serverless.yml';
  const folder = dirname(file);
  const text = readText(file);
  if (text === undefined)
    throw new CodedError(
      'serverless.unreadable',
      `${file} cannot be read - expected it there, or --file FILE`,
    );
  const parsed = parseServerless(text, {
    file,
    lookup: (name) => environment[name] || undefined,
    readFile: (path) => readText(resolve(folder, path)),
  });
  if (!parsed.ok) throw invalid(parsed.diagnostics);
  if (values === 'needed' && parsed.missing.length > 0) throw invalid(parsed.missing);
  terminal.hide(secretsOfDeployment(parsed));
  return { deployment: parsed.deployment, file, folder };
}

/** What must not be shown; short values are no secrets, and hiding them would garble everything else. */
function secretsOfDeployment({ deployment }: ParsedServerless): readonly string[] {
  return deployment.functions
    .flatMap(({ encrypted }) => Object.values(encrypted))
    .filter((value) => value.length >= 6);
}

function invalid(diagnostics: readonly Diagnostic[]): CodedError {
  return new CodedError('serverless.invalid', diagnostics.map(formatDiagnostic).join('\n'));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
