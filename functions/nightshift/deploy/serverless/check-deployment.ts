import { type Finding, wrongKey, wrongValue } from '../../../maintenance/document/finding.ts';
import type { Path } from '../../../maintenance/document/path.ts';
import type { SettingFlaw } from '../../../maintenance/schedule/channels/url-flaw.ts';
import {
  endpointFlaw,
  projectIdFlaw,
  regionIdFlaw,
} from '../../../maintenance/schedule/check/address-flaws.ts';
import type { ServerlessSettings } from './serverless-schema.ts';

/** The variable in which deploy writes down what it made: see `function/actual.ts`. */
export const recordVariable = 'NIGHTSHIFT_DEPLOYED';
/** FunctionGraph takes 20, and deploy's own is one of them. */
const mostVariables = 19;

/** What is wrong with settings that have the right shape. */
export function checkDeployment({ provider, functions }: ServerlessSettings): Finding[] {
  const findings: Finding[] = [
    ...checkSetting(['provider', 'region'], provider.region, regionIdFlaw),
    ...checkSetting(['provider', 'projectId'], provider.projectId, projectIdFlaw),
    ...checkSetting(['provider', 'endpoint'], provider.endpoint, endpointFlaw),
  ];
  const names = new Map<string, string>();
  for (const [key, settings] of Object.entries(functions)) {
    const path: Path = ['functions', key];
    if (settings.timeout === undefined && provider.timeout === undefined)
      findings.push(
        wrongKey(
          [...path, 'timeout'],
          'key.missing',
          'missing key "timeout"',
          "it here or under provider, because FunctionGraph's default is 3 seconds",
        ),
      );
    if (settings.memorySize === undefined && provider.memorySize === undefined)
      findings.push(
        wrongKey(
          [...path, 'memorySize'],
          'key.missing',
          'missing key "memorySize"',
          'it here or under provider',
        ),
      );
    const name = `${settings.package ?? 'default'}/${settings.name ?? key}`;
    const other = names.get(name);
    if (other !== undefined)
      findings.push(wrongKey(path, 'name.twice', `${other} is ${name} already`, 'another name'));
    names.set(name, key);
    findings.push(...checkVariables(provider, settings, path), ...checkTimerNames(settings, path));
  }
  return findings;
}

function checkSetting(
  path: Path,
  value: string | undefined,
  flawOf: (value: string) => SettingFlaw | undefined,
): Finding[] {
  const flaw = value === undefined ? undefined : flawOf(value);
  return flaw ? [wrongValue(path, 'value.form', flaw.found, flaw.expected)] : [];
}

function checkVariables(
  provider: ServerlessSettings['provider'],
  settings: ServerlessSettings['functions'][string],
  path: Path,
): Finding[] {
  const open = { ...provider.environment?.variables, ...settings.environment?.variables };
  const encrypted = Object.keys(settings.encryptedUserData ?? {});
  const findings = encrypted
    .filter((name) => Object.hasOwn(open, name))
    .map((name) =>
      wrongKey(
        [...path, 'encryptedUserData', name],
        'name.twice',
        `${name} is a variable in the clear, too`,
        'it in one place',
      ),
    );
  const names = new Set([...Object.keys(open), ...encrypted]);
  if (names.has(recordVariable))
    findings.push(
      wrongKey(
        path,
        'name.taken',
        `a variable ${recordVariable}`,
        'another name: deploy keeps its notes there',
      ),
    );
  if (names.size > mostVariables)
    findings.push(
      wrongKey(
        path,
        'variables.count',
        `${names.size} variables`,
        `at most ${mostVariables}, because FunctionGraph takes 20 and deploy needs one`,
      ),
    );
  return findings;
}

function checkTimerNames(settings: ServerlessSettings['functions'][string], path: Path): Finding[] {
  const seen = new Set<string>();
  return (settings.events ?? []).flatMap(({ eventData: { name } }, index) => {
    if (seen.has(name)) {
      const place = [...path, 'events', index, 'eventData', 'name'];
      return [wrongValue(place, 'name.twice', `a second trigger named ${name}`, 'another name')];
    }
    seen.add(name);
    return [];
  });
}
