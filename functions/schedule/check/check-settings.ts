import { type Finding, wrongValue } from './finding.ts';
import {
  channelSecretFlaw,
  channelUrlFlaw,
  endpointFlaw,
  projectIdFlaw,
  regionIdFlaw,
} from './setting-flaws.ts';
import { isMapping, valuesAt } from './values-at.ts';

/**
 * The rules for regions and channels that outlast the shape. They hold for what is written out and again for
 * what comes from the environment, so no finding shows a value. `readable` gives the text to judge; `undefined`
 * for one that is not known yet.
 */
export function checkSettings(tree: unknown, readable: (text: string) => string | undefined): Finding[] {
  const findings: Finding[] = [];
  for (const section of ['regions', 'notify'] as const) {
    for (const { path, value: settings } of valuesAt(tree, [section, '*'])) {
      if (!isMapping(settings)) continue;
      for (const [key, flawOf] of Object.entries(rules[section])) {
        const setting = settings[key];
        const text = typeof setting === 'string' && setting !== '' ? readable(setting) : undefined;
        const flaw = text === undefined ? undefined : flawOf(text, settings['allowLoopback'] === true);
        if (flaw) findings.push(wrongValue([...path, key], `${section}.${key}`, flaw.found, flaw.expected));
      }
    }
  }
  return findings;
}

const rules = {
  regions: { region: regionIdFlaw, projectId: projectIdFlaw, endpoint: endpointFlaw },
  notify: { url: channelUrlFlaw, secret: channelSecretFlaw },
};
