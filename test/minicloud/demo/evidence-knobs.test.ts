import { expect, test } from 'vitest';
import { defaultKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { playEvidence } from '../../../functions/minicloud/demo/evidence-knobs.ts';
import { defaultPlatformKnobs } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { defaultObsKnobs } from '../../../functions/minicloud/obs/obs-knobs.ts';
import { points } from '../../../functions/nightshift/probe/points.ts';

const found = (id: string, seen: string | number) => ({ id, about: '', assumed: null, seen });

test('what is assumed of a point is what the local cloud does by itself', () => {
  const assumed = points.flatMap(({ id, assumed: seen }) => (seen === null ? [] : [found(id, seen)]));
  const { knobs, differing } = playEvidence({ findings: assumed });
  expect(differing).toEqual([]);
  const counts = Object.values(knobs).map((of) => Object.keys(of).length);
  expect(counts).toEqual([12, 8, 10]);
  expect({ ...defaultKnobs, ...knobs.dcs }).toEqual(defaultKnobs);
  expect({ ...defaultPlatformKnobs, ...knobs.functiongraph }).toEqual(defaultPlatformKnobs);
  expect({ ...defaultObsKnobs, ...knobs.obs }).toEqual(defaultObsKnobs);
});

test('what was seen sets the knobs, and what no knob plays is told', () => {
  const { knobs, differing } = playEvidence({
    findings: [
      found('dcs.list.order', 'by created_at'),
      found('dcs.list.filters', 'loose'),
      found('dcs.restart.lag', 4),
      found('dcs.restart.task', 'RESTART'),
      found('dcs.flush.unsupported', 'DCS.9999'),
      found('dcs.restart.seconds', 40),
      found('functiongraph.absent', '404 FSS.9999'),
      found('functiongraph.forbidden', '403 APIG.0302'),
      found('obs.missing', '403 AccessDenied'),
      found('obs.append.taken', '400 PositionNotEqualToLength'),
      found('obs.read.lag', 2),
      found('obs.list.lag', 1e308),
      found('dcs.newer', 'yes'),
      { id: 'dcs.updated-at', about: '', assumed: 'status', unsettled: 'nobody looked' },
    ],
  });
  expect(knobs).toEqual({
    dcs: { listFilters: 'loose', acceptanceLagSeconds: 4, taskWhileBusy: 'RESTART' },
    functiongraph: { deniedCode: 'APIG.0302' },
    obs: { missingKey: 'AccessDenied', readLagSeconds: 2 },
  });
  expect(differing).toEqual([
    'dcs.list.order: by created_at, assumed was by-name; no knob plays that',
    'dcs.list.filters: loose, assumed was as-documented',
    'dcs.restart.lag: 4, assumed was 0',
    'dcs.restart.task: RESTART, assumed was none',
    'dcs.flush.unsupported: DCS.9999, assumed was DCS.4027; no knob plays that',
    'functiongraph.absent: 404 FSS.9999, assumed was 404 FSS.1051; no knob plays that',
    'obs.missing: 403 AccessDenied, assumed was 404 NoSuchKey',
    'obs.append.taken: 400 PositionNotEqualToLength, assumed was 409 PositionNotEqualToLength; no knob plays that',
    'obs.read.lag: 2, assumed was 0',
    'obs.list.lag: 1e+308, assumed was 0; no knob plays that',
    'dcs.newer: yes, and this version knows no such point',
  ]);
});
