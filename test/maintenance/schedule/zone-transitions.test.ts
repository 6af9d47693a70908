import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseCron } from '../../../functions/maintenance/schedule/cron/parse-cron.ts';
import { dueFires } from '../../../functions/maintenance/schedule/fires/due-fires.ts';
import type { Job } from '../../../functions/maintenance/schedule/schedule.ts';
import type { DstPolicy } from '../../../functions/maintenance/schedule/schema.ts';
import { intlTransitions, intlWall } from './intl-wall.ts';
import { jobWith } from './job-fixture.ts';
import { readWall, wanted } from './wall-rule.ts';

// The rule: every nominal local time has exactly one fire, unless the job's policy says otherwise. What the walls of
// a zone show is read minute by minute from Intl around each of its changes, and compared with what is due.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const [from, to] = [Date.UTC(2020, 0, 1), Date.UTC(2036, 0, 1)];

/** What each zone does with its clock, for people. */
const zones: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'at 01:00 UTC, like most of Europe',
  'Europe/London': 'between UTC and an hour more',
  'Europe/Dublin': 'whose winter time is the exception, in law',
  'Europe/Lisbon': 'on the usual nights',
  'Europe/Athens': 'at 03:00',
  'Europe/Kyiv': 'on the usual nights',
  'Europe/Chisinau': 'at 02:00 and 03:00, before its neighbours',
  'Europe/Istanbul': 'no more',
  'Europe/Moscow': 'no more',
  'Europe/Volgograd': 'once, on 27 December 2020',
  'America/New_York': 'at 02:00',
  'America/Chicago': 'on the usual nights',
  'America/Denver': 'on the usual nights',
  'America/Phoenix': 'never',
  'America/Los_Angeles': 'on the usual nights',
  'America/Anchorage': 'on the usual nights',
  'America/St_Johns': 'half an hour off',
  'America/Halifax': 'on the usual nights',
  'America/Toronto': 'on the usual nights',
  'America/Vancouver': 'on the usual nights',
  'America/Havana': 'at midnight forward, at 01:00 back to midnight',
  'America/Asuncion': 'at midnight, until 2024',
  'America/Santiago': 'at midnight',
  'America/Sao_Paulo': 'no more',
  'America/Mexico_City': 'until 2022',
  'America/Ciudad_Juarez': 'twice in 2022',
  'America/Nuuk': 'at 22:00 of the day before',
  'America/Scoresbysund': 'at midnight, and a new zone in 2024',
  'America/Port-au-Prince': 'on the usual nights',
  'America/Miquelon': 'on the usual nights',
  'Atlantic/Azores': 'at midnight forward, at 01:00 back to midnight',
  'Atlantic/Bermuda': 'on the usual nights',
  'Africa/Cairo': 'at midnight, again from 2023 on',
  'Africa/Casablanca': 'for Ramadan',
  'Africa/El_Aaiun': 'for Ramadan',
  'Africa/Juba': 'once, in 2021, at midnight',
  'Asia/Shanghai': 'never',
  'Asia/Beirut': 'at midnight',
  'Asia/Gaza': 'for Ramadan and by decree',
  'Asia/Jerusalem': 'on a Friday',
  'Asia/Amman': 'at midnight, until 2022',
  'Asia/Damascus': 'at midnight, until 2022',
  'Asia/Tehran': 'at midnight, until 2022, half an hour off',
  'Asia/Almaty': 'once, in 2024, at midnight',
  'Asia/Kolkata': 'never, half an hour off',
  'Asia/Kathmandu': 'never, a quarter of an hour off',
  'Australia/Sydney': 'on the usual nights',
  'Australia/Adelaide': 'half an hour off',
  'Australia/Lord_Howe': 'by half an hour',
  'Antarctica/Troll': 'by two hours',
  'Antarctica/Casey': 'by three hours, when it likes',
  'Pacific/Auckland': 'on the usual nights',
  'Pacific/Chatham': 'at 02:45, three quarters of an hour off',
  'Pacific/Norfolk': 'on the usual nights',
  'Pacific/Easter': 'at 22:00',
  'Pacific/Fiji': 'until 2021',
  'Pacific/Apia': 'until 2021, beyond the date line',
};

const policies: readonly DstPolicy[] = [
  { gap: 'run-after', overlap: 'first' },
  { gap: 'skip', overlap: 'last' },
  { gap: 'run-after', overlap: 'both' },
];

/** Every nominal time that the wall shows or leaves out within two hours of a change, each 5 minutes and around the hour. */
function nominalTimes(zone: string, change: number): number[] {
  const walls = [intlWall(zone, change - minuteMs), intlWall(zone, change)];
  const first = Math.min(...walls) - 2 * hourMs;
  const times: number[] = [];
  for (let wall = first; wall <= Math.max(...walls) + 2 * hourMs; wall += minuteMs) {
    const minute = (wall / minuteMs) % 60;
    if (minute % 5 === 0 || minute === 59 || minute === 1) times.push(wall);
  }
  return times;
}

const template = jobWith('0 0 * * *');

function jobAt(zone: string, wall: number, dst: DstPolicy, index: number): Job {
  const date = new Date(wall);
  const cron = `${date.getUTCMinutes()} ${date.getUTCHours()} ${date.getUTCDate()} ${date.getUTCMonth() + 1} *`;
  const parsed = parseCron(cron);
  if (!parsed.ok) expect.unreachable(cron);
  return { ...template, name: `job-${index}`, timezone: zone, dst, cron: parsed.fields };
}

const said = (instant: number) => new Date(instant).toISOString().slice(0, 16);

describe('each nominal time around every change from 2020 to 2035 has the fires of its policy', () => {
  test.each(Object.entries(zones))('%s, which changes %s', (zone) => {
    for (const change of intlTransitions(zone, from, to)) {
      const wall = readWall(zone, change);
      const times = nominalTimes(zone, change);
      const span = { after: change - 12 * hourMs, upTo: change + 12 * hourMs };
      for (const dst of policies) {
        const jobs = times.map((time, index) => jobAt(zone, time, dst, index));
        const due = new Map<string, string[]>();
        for (const { job, at } of dueFires(jobs, span, zoneOffset)) {
          due.set(job.name, [...(due.get(job.name) ?? []), said(at)]);
        }
        const found = times.map((time, index) => `${said(time)}: ${due.get(`job-${index}`) ?? ''}`);
        expect(found).toEqual(times.map((time) => `${said(time)}: ${wanted(time, wall, dst).map(said)}`));
      }
    }
  });
});

describe('the table', () => {
  const counts = new Map(Object.keys(zones).map((zone) => [zone, intlTransitions(zone, from, to)]));

  test('has at least 40 zones that change, and some hundreds of changes', () => {
    expect([...counts.values()].filter((changes) => changes.length > 0).length).toBeGreaterThanOrEqual(40);
    expect([...counts.values()].flat().length).toBeGreaterThan(900);
  });

  const jumps = (zone: string) =>
    (counts.get(zone) ?? []).map((at) => (intlWall(zone, at) - intlWall(zone, at - minuteMs)) / minuteMs - 1);

  test('has zones that change by half an hour, by two hours and by three', () => {
    expect(new Set(jumps('Australia/Lord_Howe'))).toEqual(new Set([30, -30]));
    expect(new Set(jumps('Antarctica/Troll'))).toEqual(new Set([120, -120]));
    expect(jumps('Antarctica/Casey').map(Math.abs)).toContain(180);
  });

  test.each([
    'America/Havana',
    'America/Asuncion',
    'America/Santiago',
    'Africa/Cairo',
    'Asia/Beirut',
    'Asia/Amman',
    'Asia/Tehran',
    'Atlantic/Azores',
  ])('has days of %s that do not begin at midnight, or begin twice', (zone) => {
    const touchesMidnight = (counts.get(zone) ?? []).some((at) => {
      const walls = [intlWall(zone, at - minuteMs) + minuteMs, intlWall(zone, at)];
      const dayOf = (wall: number) => Math.floor(wall / (24 * hourMs));
      const [low, high] = [Math.min(...walls), Math.max(...walls)];
      return low % (24 * hourMs) === 0 || high % (24 * hourMs) === 0 || dayOf(low) !== dayOf(high);
    });
    expect(touchesMidnight).toBe(true);
  });
});
