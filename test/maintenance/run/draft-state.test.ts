import { expect, test } from 'vitest';
import { changed } from '../../../functions/maintenance/run/changed.ts';
import { draftOf, idsInSight, update } from '../../../functions/maintenance/run/draft-state.ts';
import { announced, ended, openedAt, securing, stateOf, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const givenUp = ended('given-up', 'unknown');

const all = [
  tracked('waits', waiting),
  tracked('announced', announced()),
  tracked('watched', watching()),
  tracked('secured', securing()),
  tracked('failed', { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' }),
  ended('done', 'succeeded'),
  { ...givenUp, phase: { ...givenUp.phase, outOfSight: true } as typeof givenUp.phase },
];

test('those of which something may be under way are in sight, and stay so as it goes on', () => {
  const draft = draftOf(stateOf(all));
  const inSight = idsInSight(draft, 'beijing');
  expect([...inSight].sort()).toEqual(['announced', 'given-up', 'watched']);

  update(draft, 'waits', (one) => changed(one, { phase: announced() }));
  update(draft, 'watched', (one) => changed(one, { phase: waiting }));
  update(draft, 'done', (one) => changed(one, { doneAt: openedAt }));
  update(draft, 'nobody', (one) => one);
  expect([...idsInSight(draft, 'beijing')].sort()).toEqual(['announced', 'given-up', 'waits']);
  // Whoever goes through them goes on with the same ones.
  expect(idsInSight(draft, 'beijing')).toBe(inSight);
});
