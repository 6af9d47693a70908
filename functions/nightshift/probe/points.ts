import type { Point } from './point.ts';
import { pointsOfDcs } from './points-dcs.ts';
import { pointsOfFunctionGraph } from './points-functiongraph.ts';
import { pointsOfObs } from './points-obs.ts';

/** All points, in the order in which they are told. */
export const points: readonly Point[] = [...pointsOfDcs, ...pointsOfFunctionGraph, ...pointsOfObs];
