import type { Surroundings } from '../place/surroundings.ts';
import type { Facts } from './facts.ts';
import type { Places } from './places.ts';
import type { Local } from './read-local.ts';

/** What the checks are made of. */
export type Subject = {
  readonly local: Local;
  readonly places: Places;
  readonly facts: Facts;
  readonly surroundings: Surroundings;
};
