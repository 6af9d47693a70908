import { second } from './tracked-fixture.ts';

/** It went away and is back. */
export const back = { leftAt: second(10), backAt: second(40), confirmedAt: second(41) };
/** Its keys were counted, and there were none. */
export const emptied = { confirmedAt: second(61), measuredAt: second(61), fewestKeys: 0 };
/** Its keys were counted, and all were there. */
export const kept = { measuredAt: second(61), fewestKeys: 9 };
/** It holds nine keys, as before. */
export const nine = { keys: 9, keysBefore: 9 };
const saying = (said: string) => ({ kind: 'said', said, cause: { code: 'x', message: said } }) as const;
/** DCS answered with a word that is not documented. */
export const odd = { certainty: 'odd', answer: saying('"SUCCESS"') } as const;
/** DCS answered the documented "failed". */
export const rejected = { certainty: 'rejected', answer: saying('"failed"') } as const;
/** DCS refused the whole call. */
export const refusedFor = (kind: 'wait' | 'permanent') =>
  ({
    certainty: 'refused',
    answer: { kind: 'failure', failure: { kind, code: 'DCS.4026', message: 'not now', status: 400 } },
  }) as const;
