import { type Diagnostic, diagnoseFindings, inOrder } from '../../maintenance/document/diagnostic.ts';
import { advice, type Finding, wrongKey, wrongValue } from '../../maintenance/document/finding.ts';
import { mostLooked, oneOf } from '../../maintenance/document/nearest-name.ts';
import { readYaml } from '../../maintenance/document/read-yaml.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { settingFaults } from './function/setting-faults.ts';
import type { Deployment, WantedFunction } from './serverless/deployment.ts';
import type { ServerlessFile } from './serverless/serverless-file.ts';
import { coverageDiagnostics, scheduledFunction } from './triggers/coverage-of.ts';

/**
 * In what a `serverless.yml` does not fit the schedule that is deployed with it, as far as no account is needed to see
 * that: `validate`, `deploy` and `doctor` have it from here. A variable that the function is not given is told at its
 * place in the schedule.
 */
export function deploymentDiagnostics(
  serverless: ServerlessFile,
  parsed: ParsedSchedule,
  now: number,
): readonly Diagnostic[] {
  const { file, text, parsed: read } = serverless;
  if (!read.ok) return read.diagnostics;
  const { deployment } = read;
  const fn = scheduledFunction(deployment);
  return [
    ...coverageDiagnostics(serverless, parsed.schedule, now),
    ...(fn ? placed([...settingsOf(fn, parsed), ...handOverOf(deployment, parsed)], text, file) : []),
    ...(fn ? notGiven(fn, parsed, file) : []),
  ];
}

function placed(findings: readonly Finding[], text: string, file: string): readonly Diagnostic[] {
  const reading = readYaml(text);
  return reading.ok ? inOrder(diagnoseFindings(findings, file, reading.yaml)) : [];
}

function settingsOf(fn: WantedFunction, { schedule }: ParsedSchedule): readonly Finding[] {
  return settingFaults(fn, schedule.journal !== undefined).map(({ key, severity, code, found, expected }) => {
    const make = severity === 'error' ? wrongKey : advice;
    return make(['functions', fn.key, key], code, found, expected);
  });
}

/** The function asks for a fresh invocation of itself there, and would ask for somebody else's. */
function handOverOf({ region }: Deployment, { schedule, references }: ParsedSchedule): readonly Finding[] {
  const asked = schedule.handOver?.region;
  if (asked === undefined || asked === region) return [];
  if (references.some(({ path }) => path === 'handOver.region')) return [];
  const found = `${region}, and handOver of the schedule asks for a fresh invocation in ${asked}`;
  return [wrongValue(['provider', 'region'], 'function.region', found, 'one region in both')];
}

/** Variables that the schedule refers to and the function has not, each once. */
function notGiven(
  { variables, encrypted }: WantedFunction,
  { file, references }: ParsedSchedule,
  serverless: string,
): readonly Diagnostic[] {
  const given = [...Object.keys(encrypted), ...Object.keys(variables)];
  const known = new Set(given);
  const missing = new Map(
    references.filter(({ name }) => !known.has(name)).map((reference) => [reference.name, reference]),
  );
  return [...missing.values()].map(({ name, path, line, column }, index) => {
    const expected =
      given.length === 0
        ? `${name}: \${env:${name}} under its encryptedUserData, or under environment.variables`
        : `${index < mostLooked ? oneOf(given, name) : 'one that is given'}; or ${name}: \${env:${name}} under its encryptedUserData`;
    const message = `the function is given no variable ${name} by ${serverless} - expected ${expected}`;
    return { file, line, column, path, severity: 'error', code: 'environment.not-given', message };
  });
}
