import { type Finding, wrongValue } from './finding.ts';
import {
  channelSecretFlaw,
  channelUrlFlaw,
  endpointFlaw,
  journalUrlFlaw,
  projectIdFlaw,
  regionIdFlaw,
  type SettingFlaw,
} from './setting-flaws.ts';
import { isMapping, valuesAt } from './values-at.ts';

/**
 * The rules for regions and channels that outlast the shape. They hold for what is written out and again for
 * what comes from the environment, so no finding shows a value. `readable` gives the text to judge; `undefined`
 * for one that is not known yet.
 */
export function checkSettings(tree: unknown, readable: (text: string) => string | undefined): Finding[] {
  const judge = (setting: unknown, flawOf: FlawOf, allowLoopback = false) => {
    const text = typeof setting === 'string' && setting !== '' ? readable(setting) : undefined;
    return text === undefined ? undefined : flawOf(text, allowLoopback);
  };
  const findings: Finding[] = [];
  for (const { section, at, flaws } of rules) {
    for (const { path, value: settings } of valuesAt(tree, at)) {
      if (!isMapping(settings)) continue;
      for (const [key, flawOf] of Object.entries(flaws)) {
        const flaw = judge(settings[key], flawOf, settings['allowLoopback'] === true);
        if (flaw) findings.push(wrongValue([...path, key], `${section}.${key}`, flaw.found, flaw.expected));
      }
    }
  }
  // The short way to write it.
  for (const { path, value } of valuesAt(tree, ['journal'])) {
    const flaw = judge(value, journalUrlFlaw);
    if (flaw) findings.push(wrongValue(path, 'journal.url', flaw.found, flaw.expected));
  }
  return findings;
}

type FlawOf = (text: string, allowLoopback: boolean) => SettingFlaw | undefined;

const rules: readonly {
  readonly section: string;
  readonly at: readonly string[];
  readonly flaws: Readonly<Record<string, FlawOf>>;
}[] = [
  {
    section: 'regions',
    at: ['regions', '*'],
    flaws: { region: regionIdFlaw, projectId: projectIdFlaw, endpoint: endpointFlaw },
  },
  { section: 'notify', at: ['notify', '*'], flaws: { url: channelUrlFlaw, secret: channelSecretFlaw } },
  {
    section: 'journal',
    at: ['journal'],
    flaws: { url: journalUrlFlaw, region: regionIdFlaw, endpoint: endpointFlaw },
  },
  { section: 'handOver', at: ['handOver'], flaws: { region: regionIdFlaw, endpoint: endpointFlaw } },
];
