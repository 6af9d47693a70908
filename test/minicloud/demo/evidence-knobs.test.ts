import { expect, test } from 'vitest';
import { defaultKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { playEvidence } from '../../../functions/minicloud/demo/evidence-knobs.ts';
import { points } from '../../../functions/nightshift/probe/points.ts';

const found = (id: string, seen: string | number) => ({ id, about: '', assumed: null, seen });

test('what is assumed of a point is what the local cloud does by itself', () => {
  const assumed = points.flatMap(({ id, assumed: seen }) => (seen === null ? [] : [found(id, seen)]));
  const { knobs, differing } = playEvidence({ findings: assumed });
  expect(differing).toEqual([]);
  expect(Object.keys(knobs).length).toBeGreaterThan(10);
  expect({ ...defaultKnobs, ...knobs }).toEqual(defaultKnobs);
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
      found('dcs.newer', 'yes'),
      { id: 'dcs.updated-at', about: '', assumed: 'status', unsettled: 'nobody looked' },
    ],
  });
  expect(knobs).toEqual({ listFilters: 'loose', acceptanceLagSeconds: 4, taskWhileBusy: 'RESTART' });
  expect(differing).toEqual([
    'dcs.list.order: by created_at, assumed was by-name; no knob plays that',
    'dcs.list.filters: loose, assumed was as-documented',
    'dcs.restart.lag: 4, assumed was 0',
    'dcs.restart.task: RESTART, assumed was none',
    'dcs.flush.unsupported: DCS.9999, assumed was DCS.4027; no knob plays that',
    'dcs.newer: yes, and this version knows no such point',
  ]);
});
