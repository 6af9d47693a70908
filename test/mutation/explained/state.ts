import type { Explanation } from './explanation.ts';

/** In what events change in the state of a run. */
export const inState: readonly Explanation[] = [
  {
    file: 'run/opened-state.ts',
    text: 'outOfSight: false,',
    changes: ['false -> true'],
    why: 'it is asked only of what was sent',
  },
];
