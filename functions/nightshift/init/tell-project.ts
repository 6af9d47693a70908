import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { isLoopback } from '../place/environment.ts';
import type { Terminal } from '../place/terminal.ts';
import { hangingText, wrapText } from '../place/terminal-text.ts';
import { paths } from './compose-project.ts';
import { unnamedBucket } from './find-place.ts';
import type { Unseen } from './look-around.ts';

/** What is said of what was done. */
export type Told = {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly seen: readonly string[];
  readonly unseen: readonly Unseen[];
  readonly findings: readonly string[];
  /** What has to be there before the function can work, and is not ours to make. */
  readonly first: readonly string[];
  /** Commands, the next one first. */
  readonly next: readonly string[];
};

/** The bucket and the agency, which belong to whoever has the account. */
export function whatToMake({ journal, regions }: Schedule): readonly string[] {
  const [home] = Object.values(regions);
  const isLocal = isLoopback(home?.endpoint);
  const isNamed = !journal?.url.includes(unnamedBucket);
  const bucket = /^obs:\/\/([^/]+)/.exec(journal?.url ?? '')?.[1];
  const where = `private, in ${journal?.region ?? home?.region}`;
  const made = !isNamed
    ? `the journal needs a bucket (OBS > Create Bucket, ${where}): write its name into ${paths.schedule} in place of ${bucket}`
    : `the journal is in the bucket ${bucket}: create it if it does not exist (OBS > Create Bucket, ${where}), or write another one into ${paths.schedule}`;
  return [
    ...(bucket === undefined
      ? []
      : [isLocal && isNamed ? `the journal is in the bucket ${bucket} of the local cloud` : made]),
    ...(isLocal
      ? []
      : [
          'the function needs the agency nightshift-dcs: create it (IAM > Agencies, cloud service FunctionGraph) with the policies in config/',
        ]),
  ];
}

/** Where the account was not seen, nothing can be deployed to it either: what keeps from that comes first. */
export function nextCommands(folder: string, isBlind: boolean): readonly string[] {
  const isInstalled = existsSync(join(folder, 'node_modules/.bin/nightshift'));
  const program = isInstalled ? 'npx --no-install nightshift' : 'nightshift';
  const commands = isBlind
    ? ['doctor', 'instances', 'validate --strict', 'try']
    : ['validate --strict', 'try', 'deploy'];
  const cd = folder === '.' ? [] : [`cd ${shellWord(folder)}`];
  return [...cd, ...commands.map((command) => `${program} ${command}`)];
}

/** A name as a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w./+,@%=:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** All of it for people. */
export function toldText(
  { written, kept, seen, unseen, findings, first, next }: Told,
  isBlind: boolean,
  terminal: Terminal,
): string {
  const { width, hasEdge } = terminal;
  const prose = (line: string) => {
    const [begin = '', ...rest] = wrapText(line, width - 2, hasEdge);
    return [begin, ...rest.map((each) => `  ${each}`)];
  };
  return [
    ...seen.flatMap((line) => prose(`- ${line}`)),
    ...unseen.flatMap(({ what, why, todo }) => [
      ...prose(`- not seen: ${what} - ${why}`),
      ...(todo === null ? [] : prose(`-> ${todo}`).map((line) => `  ${line}`)),
    ]),
    ...written.map((path) => `  written  ${path}`),
    ...kept.map((path) => `  kept     ${path}`),
    ...(findings.length === 0
      ? []
      : [
          '',
          ...prose('The existing files do not fit yet:'),
          ...findings.map((line) => hangingText(line, terminal)),
        ]),
    '',
    ...(first.length === 0
      ? []
      : [...prose('Before the first deploy:'), ...first.flatMap((line) => prose(`- ${line}`))]),
    ...(first.length === 0 ? [] : ['']),
    ...prose(
      isBlind
        ? `Next, until doctor finds nothing wrong; then delete ${paths.schedule} and run init again, so that it fits the account:`
        : 'Next:',
    ),
    ...next.map((command) => `  ${command}`),
  ].join('\n');
}
