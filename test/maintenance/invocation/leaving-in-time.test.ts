import { expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { warmProcess } from './warm-process.ts';

const yaml = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  nightly:
    action: soft_restart
    cron: "28,29 3 * * *"
    overlap: queue
    targets: { region: beijing, names: ["*"] }
    destroysData: acknowledged
    settle: { inFunction: 10m }
    notify: [ops]
`;
const limitMs = 180_000;
/** Kept for hearing out what is under way, and for the answer. */
const marginMs = 45_000;

test('a run that begins late is left when all others are, and not when the time is all but over', async () => {
  const at = warmProcess({ yaml, instances: fleetOf(1, { restartSeconds: 90 }) });
  const began = at.clock.now();
  const invocation = { ...at.invocation(), remainingMs: () => began + limitMs - at.clock.now() };
  const answer = await answerRequest({ kind: 'tick', at: startAt }, invocation);
  // The first one ended, so the second one began when less than that was left.
  expect(answer).toMatchObject({ summaries: [{ status: 'succeeded' }], unfinished: [{ left: 1 }] });
  expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
  expect(at.clock.now() - began).toBeLessThanOrEqual(limitMs - marginMs);
});
