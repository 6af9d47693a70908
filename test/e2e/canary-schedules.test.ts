import { describe, expect, test } from 'vitest';
import { withFiles } from '../nightshift/commands/run-nightshift.ts';
import { canary, seekCanaries } from './canaries.ts';
import { planted, withCanaryNight } from './canary-night.ts';

const written = canary('written into the schedule');
const url = `https://hooks.slack.com/services/T0/B0/${written}`;
const jobs = `jobs:
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["cart-*"] }
`;
const top =
  'version: 1\ntimezone: Asia/Shanghai\nregions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }\n';

/** Schedules in which a secret stands where it should not, or something beside it is wrong. */
const mistaken: readonly (readonly [what: string, text: string])[] = [
  ['a URL of another host', `${top}notify: { ops: { kind: feishu, url: "${url}" } }\n${jobs}`],
  ['no URL', `${top}notify: { ops: { kind: slack, url: "${written}" } }\n${jobs}`],
  ['a URL in the place of a channel', `${top}notify: { ops: "${url}" }\n${jobs}`],
  ['a URL as a kind', `${top}notify: { ops: { kind: "${url}" } }\n${jobs}`],
  ['a secret as a kind', `${top}notify: { ops: { kind: "${written}", url: "https://a.example" } }\n${jobs}`],
  [
    'a secret as a language',
    `${top}notify: { ops: { kind: slack, url: "${url}", language: ${written} } }\n${jobs}`,
  ],
  [
    'a secret among the mentions',
    `${top}notify: { ops: { kind: slack, url: "${url}", mention: ["${written}!"] } }\n${jobs}`,
  ],
  [
    'a secret under a misspelt key',
    `${top}notify: { ops: { kind: slack, url: "${url}", secert: ${written} } }\n${jobs}`,
  ],
  ['a secret as a key', `${top}notify: { ops: { kind: slack, url: "${url}", ${written}: 1 } }\n${jobs}`],
  ['a URL as the name of a channel', `${top}notify: { "${url}": { kind: slack } }\n${jobs}`],
  ['a URL in the list of a job', `${top}${jobs}    notify: ["${url}"]\n`],
  ['a URL in the place of a list of a job', `${top}${jobs}    notify: ${url}\n`],
  ['a secret without its end', `${top}notify: { ops: { kind: slack, url: "${url} } }\n${jobs}`],
  ['a secret between tabs', `${top}notify:\n\tops: { url: "${url}" }\n${jobs}`],
  ['a URL twice', `${top}notify: { ops: { kind: slack, url: "${url}", url: "${url}" } }\n${jobs}`],
  ['a URL as an alias', `${top}notify: { ops: { kind: slack, url: *${written} } }\n${jobs}`],
  ['a URL in a reference', `${top}notify: { ops: { kind: slack, url: "\${${written}}" } }\n${jobs}`],
  [
    'user info',
    `${top}notify: { ops: { kind: webhook, url: "https://${written}:${written}@a.example/" } }\n${jobs}`,
  ],
  ['a fragment', `${top}notify: { ops: { kind: webhook, url: "https://a.example/#${written}" } }\n${jobs}`],
  [
    'a secret that cannot sign',
    `${top}notify: { ops: { kind: webhook, url: "https://a.example/", secret: ${written} } }\n${jobs}`,
  ],
  [
    'a mistake in a job',
    `${top}notify: { ops: { kind: slack, url: "${url}" } }\n${jobs}    cron: "61 * * * *"\n`,
  ],
];

const commands = [['validate'], ['plan', 'nightly'], ['status'], ['notify', '--channel', 'ops']];
const seek = seekCanaries({ ...planted, written });

describe('a schedule with a mistake shows no secret', () => {
  test('in what the built function logs, answers and tells', async () => {
    await withCanaryNight(20, async (night) => {
      for (const [what, text] of mistaken) {
        await night.write(text);
        const invocation = await night.invoke({ job: 'nightly' });
        expect({ what, seen: seek(JSON.stringify(invocation)) }).toEqual({ what, seen: [] });
      }
      expect(night.sightings()).toEqual([]);
    });
  });

  test('of the environment, when a good channel tells of it', async () => {
    await withCanaryNight(20, async (night) => {
      await night.write(night.schedule.replace('action: soft_restart', 'action: restart_softly'));
      expect(await night.invoke({ job: 'nightly' })).toMatchObject({ kind: 'failed' });
      expect(night.inbox.messages.length).toBeGreaterThan(5);
      expect(night.sightings()).toEqual([]);
    });
  });

  test('in what the command line says', async () => {
    const files = Object.fromEntries(mistaken.map(([, text], index) => [`${index}.yaml`, text]));
    await withFiles(files, async (nightshift) => {
      for (const [index, [what]] of mistaken.entries()) {
        // Each is a process of its own: all of them for one schedule in six.
        for (const command of index % 6 === 0 ? commands : commands.slice(0, 1)) {
          const ended = await nightshift([...command, '--schedule', `${index}.yaml`], { OPS: written });
          expect({ what, command, seen: seek(ended.stdout + ended.stderr) }).toEqual({
            what,
            command,
            seen: [],
          });
        }
      }
    });
  });
});
