import { describe, expect, test } from 'vitest';
import type { ObsFault } from '../../functions/minicloud/obs/obs-fault.ts';
import { halfPastThree } from './deployed-night.ts';
import { type Durable, withDurable } from './durable-night.ts';

const instances = [{ name: 'cache-1', restartSeconds: 5 }];
const settle = 'settle: { timeout: 20s, poll: 1s, acceptance: 4s }';
const hourly = Array.from(
  { length: 150 },
  (_, n) => `
  hourly-${n}:
    action: soft_restart
    cron: "5 * * * *"
    startDeadline: 5m
    targets: { region: beijing, names: ["none"] }
    notify: [${n % 2 === 0 ? 'ops' : 'ops, audit'}]
`,
);
const due = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    ${settle}
    notify: [ops]
`;
/** Every answer of OBS takes some time. */
const slow: readonly ObsFault[] = [
  { operation: 'any', times: Number.POSITIVE_INFINITY, effect: { kind: 'slow-answer', seconds: 0.1 } },
];

/** What the channels were told, in order. */
function messages({ inbox }: Durable) {
  const told = new Map(inbox.messages.map((one) => [`${one.path} ${one.headers['webhook-id']}`, one]));
  return [...told.values()].map(({ path, json, receivedAt }) => {
    const { type, data } = json as { type: string; data: { fires?: number; jobs?: unknown; run?: string } };
    return { path, type, fires: data.fires, run: data.run, at: receivedAt - halfPastThree };
  });
}

describe('a tick that comes six hours late', () => {
  const options = {
    jobs: hourly.join('') + due,
    notify: '  audit: { kind: webhook, url: "ENDPOINT/inbox/audit", allowLoopback: true }\n',
    instances,
    obsFaults: slow,
    timeLimitSeconds: 60,
  };

  test('begins what is due, and tells each channel of 900 missed fires in one message', async () => {
    await withDurable(options, async (night) => {
      night.noteTick(halfPastThree - 6 * 3_600_000);
      await night.tick();
      const [ended, ...others] = night.ends();
      expect([ended?.end, others]).toEqual(['answered', []]);
      const accepted = night.cloud.audit().find(({ kind }) => kind === 'accepted');
      const begun = night.cloud.audit().find(({ kind }) => kind === 'invocation');
      expect(accepted && begun && accepted.at - begun.at).toBeLessThan(10_000);
      const told = messages(night).sort((a, b) => (`${a.type}${a.path}` < `${b.type}${b.path}` ? -1 : 1));
      expect(told).toMatchObject([
        { path: '/audit', type: 'nightshift.fires.missed', fires: 450 },
        { path: '/ops', type: 'nightshift.fires.missed', fires: 900 },
        { path: '/ops', type: 'nightshift.run.finished', run: expect.stringMatching(/^nightly@/) },
      ]);
      await night.tick(halfPastThree + 300_000);
      expect(messages(night)).toHaveLength(told.length);
    });
  });

  test('that dies over telling is told by the next one, and what was due goes on', async () => {
    await withDurable(options, async (night) => {
      night.noteTick(halfPastThree - 6 * 3_600_000);
      let killed = false;
      night.cloud.interceptor = ({ target, body }) => {
        if (killed || !target.startsWith('/inbox') || !body.includes('fires.missed')) return 'pass';
        killed = true;
        return 'kill-before';
      };
      await night.tick();
      await night.tickUntilOver();
      expect(night.ends().map(({ end }) => end)).toContain('crashed');
      expect(night.summaries()).toMatchObject([{ status: 'succeeded', counts: { succeeded: 1 } }]);
      const missed = messages(night).filter(({ type }) => type === 'nightshift.fires.missed');
      expect(missed.map(({ path }) => path).sort()).toEqual(['/audit', '/ops']);
    });
  });
});
