import { type Finding, wrongValue } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';
import { flawsOfKind } from '../channels/channel-flaws.ts';
import type { SettingFlaw } from '../channels/url-flaw.ts';
import { endpointFlaw, journalUrlFlaw, projectIdFlaw, regionIdFlaw } from './address-flaws.ts';

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
  for (const { section, at, flawsFor } of rules) {
    for (const { path, value: settings } of valuesAt(tree, at)) {
      if (!isMapping(settings)) continue;
      for (const [key, flawOf] of Object.entries(flawsFor(settings))) {
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
  /** By key; of channels, those of the kind. */
  readonly flawsFor: (settings: Readonly<Record<string, unknown>>) => Readonly<Record<string, FlawOf>>;
}[] = [
  {
    section: 'regions',
    at: ['regions', '*'],
    flawsFor: () => ({ region: regionIdFlaw, projectId: projectIdFlaw, endpoint: endpointFlaw }),
  },
  { section: 'notify', at: ['notify', '*'], flawsFor: ({ kind }) => flawsOfKind(kind) ?? {} },
  {
    section: 'journal',
    at: ['journal'],
    flawsFor: () => ({
      url: journalUrlFlaw,
      movedFrom: journalUrlFlaw,
      region: regionIdFlaw,
      endpoint: endpointFlaw,
    }),
  },
  {
    section: 'handOver',
    at: ['handOver'],
    flawsFor: () => ({ region: regionIdFlaw, endpoint: endpointFlaw }),
  },
];
