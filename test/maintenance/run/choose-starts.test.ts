import { describe, expect, test } from 'vitest';
import { nextCommands } from '../../../functions/maintenance/run/next-commands.ts';
import { openedAt, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const endless = { startUntil: second(80_000), actUntil: second(86_400) };
const waiting = { kind: 'waiting', notBefore: openedAt } as const;

/** What is done at 400 s beside one that is in flight, and was last looked at then or then. */
function doneBeside(region: NonNullable<Parameters<typeof stateOf>[1]>['region']) {
  const next = tracked('b', waiting, { attempts: 0, inspectedAt: second(395) });
  const away = tracked('a', watching({ leftAt: second(5) }), { seen: seen({ status: 'RESTARTING' }) });
  const state = stateOf([away, next], { region: { baseline: true, ...region } });
  return nextCommands(state, second(400), endless).map((command) => command.do);
}

describe('beside one that is in flight', () => {
  test('another starts while the first is kept in sight', () => {
    expect(doneBeside({ lookedAt: second(395) })).toContain('submit');
  });

  test('nothing starts before a look when it has been out of sight: it may have failed meanwhile', () => {
    expect(doneBeside({ lookedAt: second(100) })).toEqual(['look', 'wait']);
  });

  test('another starts although its region cannot be read', () => {
    expect(doneBeside({ lookedAt: second(100), blindSince: second(200) })).toContain('submit');
  });
});
