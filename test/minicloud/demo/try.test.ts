import { describe, expect, test } from 'vitest';
import { selectInstances } from '../../../functions/maintenance/plan/select-instances.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { chooseNights } from '../../../functions/minicloud/demo/try/choose-nights.ts';
import { fleetOfTargets } from '../../../functions/minicloud/demo/try/make-fleet.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';

const region = `regions: { r: { region: cn-north-4, projectId: "${'a'.repeat(32)}" } }`;
const scheduleOf = (jobs: string, more = '') =>
  checkSchedule('s.yaml', `version: 1\n${region}\n${more}\njobs:\n${jobs}`).schedule;
const job = (name: string, cron: string) =>
  `  ${name}: { action: restart, cron: "${cron}", targets: { region: r, names: ["*"] } }\n`;

describe('a fleet is made up that the targets select', () => {
  test.each([
    ['names: ["cache-*", "?x", "exact"]', 7],
    ['tags: { env: staging, app: "" }', 3],
    ['ids: ["1-2", "3-4"], names: ["a"]', 2],
    ['engineVersions: ["6.0"]', 3],
    ['names: ["a-*-b-*"], tags: { t: v }, engineVersions: ["7.0", "6.0"]', 3],
    ['names: ["*"], exclude: { names: ["instance-2"] }', 2],
    ['engineVersions: [">= 6.0 < 7.0"], enterpriseProjects: ["shop"], cacheModes: [cluster]', 3],
    ['engineVersions: ["> 7.0.2"], exclude: { cacheModes: [ha], statuses: [FROZEN] }', 3],
    ['engineVersions: ["< 2.0"], capacity: "< 0.2GB", availabilityZones: ["cn-north-4x"]', 3],
    ['capacity: "> 8GB <= 9GB", age: "> 30d"', 3],
    ['capacity: "8GB", age: "< 1h", statuses: [ERROR, RUNNING], exclude: { statuses: [ERROR] }', 3],
  ])('%s', (selectors, count) => {
    const schedule = scheduleOf(`  j: { action: restart, targets: { region: r, ${selectors} } }\n`);
    const { fleet } = fleetOfTargets(schedule.jobs);
    const now = Date.parse('2026-12-01T00:00:00Z');
    const instances = fleet.map((seed) => {
      const { id, name, tags = {}, engineVersion = '', status = 'RUNNING', zones = [], cacheMode } = seed;
      const { enterpriseProject, capacityGb = 4, ageSeconds = 0 } = seed;
      return {
        ...{ id, name, tags, engineVersion, region: 'r', engine: 'Redis', status, idle: true },
        ...{ zones, updatedAt: undefined, enterpriseProject, cacheMode, capacity: capacityGb * 1_024 },
        createdAt: now - ageSeconds * 1_000,
      };
    });
    const [only] = schedule.jobs;
    if (!only) throw new Error('there is no job');
    expect(selectInstances(only.targets, [{ region: 'r', instances }], now).selected).toHaveLength(count);
  });

  test('and is bounded', () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      job(`j${at}`, '0 3 * * *').replace('"*"', `"j${at}-*"`),
    );
    const { fleet, notes } = fleetOfTargets(scheduleOf(many.join('')).jobs);
    expect([fleet.length, notes]).toEqual([
      150,
      ['of what the targets name 5850 instances were not made up: --job shows them'],
    ]);
  });
});

describe('nights', () => {
  const from = Date.parse('2026-12-01T00:00:00Z');
  const choose = async (jobs: string, { until, more }: { until?: number; more?: string } = {}) => {
    const schedule = scheduleOf(jobs, more);
    const calendars = await buildCalendars(schedule, {}, zoneOffset);
    return chooseNights(schedule, { from, until, jobs: schedule.jobs, zoneOffset, calendars });
  };
  const runsOf = ({ nights }: ReturnType<typeof chooseNights>) =>
    nights.map(({ expected }) => expected.map(({ run }) => run.slice(0, -9)));

  test('have the next fire of each job, with those close to it, and what is run by hand first', async () => {
    const chosen = await choose(
      `${job('a', '0 3 * * *')}${job('b', '30 3 * * *')}${job('weekly', '0 4 * * 1')}  hand: { action: restart, targets: { region: r, names: ["*"] } }\n`,
    );
    expect(chosen.nights[0]).toEqual({ startAt: from, expected: [], byHand: ['hand'] });
    expect(runsOf(chosen).slice(1)).toEqual([
      ['a@2026-12-01T03:00', 'b@2026-12-01T03:30'],
      ['weekly@2026-12-07T04:00'],
    ]);
    expect(chosen.leftOut).toEqual([]);
  });

  test('say what is skipped before, and what never comes', async () => {
    const more = 'overrides: [{ job: a, skip: true, until: 2026-12-03, by: li, reason: load }]';
    const chosen = await choose(`${job('a', '0 3 * * *')}${job('never', '0 3 29 2 *')}`, { more });
    expect(runsOf(chosen)).toEqual([['a@2026-12-03T03:00']]);
    expect(chosen.leftOut).toEqual([
      'never: it does not come within 400 days',
      'a: fires before its first one here are skipped, skipped by li until 2026-12-03: load',
    ]);
  });

  test('are bounded, and say what they leave out', async () => {
    const many = Array.from({ length: 40 }, (_, at) => job(`j${at}`, `0 ${at % 24} ${1 + (at % 28)} * *`));
    const chosen = await choose(many.join(''));
    expect(chosen.nights.length).toBe(6);
    expect(chosen.leftOut).toEqual([expect.stringMatching(/later fires, the first of j/)]);
    const often = await choose(job('often', '* * * * *'), { until: from + 400 * 86_400_000 });
    expect(often.nights.every(({ expected }) => expected.length <= 40)).toBe(true);
    expect(often.leftOut.join()).toContain('what comes after 2026-12-02');
  });
});
