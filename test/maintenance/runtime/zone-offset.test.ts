import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { readZoneClock } from '../../../functions/maintenance/foundation/time/zone.ts';
import { intlOffset, isZone, zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { dueFires } from '../../../functions/maintenance/schedule/fires/due-fires.ts';
import { jobWith } from '../schedule/job-fixture.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2020, 0, 1);
const end = Date.UTC(2036, 0, 1);
const variable = 'TZ';
const ownTz = process.env[variable];

function setTz(value: string | undefined): void {
  if (value === undefined) delete process.env[variable];
  else process.env[variable] = value;
}

afterEach(() => setTz(ownTz));

/** Instants on both sides of every change of a zone from 2020 to 2035, as the process's own clock has them, and between. */
function tellingInstants(zone: string): number[] {
  setTz(zone);
  const own = (_: string, instant: number) => 0 - new Date(instant).getTimezoneOffset() * 60_000;
  const { changes } = readZoneClock(zone, start, end, own);
  const atChanges = changes.flatMap(({ at }) => [at - 1, at]);
  // A stride of no round number of days, so that many hours of the day come up.
  const between = Array.from({ length: 16 }, (_, index) => start + index * 8_761 * hourMs + 1_234_567);
  return [...atChanges, ...between];
}

describe('the offset of a zone', () => {
  test('equals what Intl says, for every zone and around every change from 2020 to 2035', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(400);
    const wrong: string[] = [];
    for (const zone of zones) {
      for (const instant of tellingInstants(zone)) {
        if (zoneOffset(zone, instant) !== intlOffset(zone, instant)) wrong.push(`${zone} ${instant}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('is in milliseconds, ahead of UTC counting positive', () => {
    const july = Date.UTC(2026, 6, 1);
    expect(zoneOffset('Asia/Shanghai', july)).toBe(8 * hourMs);
    expect(zoneOffset('America/New_York', july)).toBe(-4 * hourMs);
    expect(zoneOffset('Asia/Kathmandu', july)).toBe(5.75 * hourMs);
    expect(Object.is(zoneOffset('UTC', july), 0)).toBe(true);
  });

  test('is not known for a zone that does not exist', () => {
    expect(zoneOffset('Asia/Beijing', start)).toBeUndefined();
  });

  test.each([undefined, 'UTC', 'America/New_York', 'Nowhere/AtAll'])(
    'leaves TZ=%s of the process as it was',
    (tz) => {
      setTz(tz);
      const own = new Date(start).getTimezoneOffset();
      // Pages of the zones' clocks that no other test reads.
      const instant = Date.UTC(2050, 5, 1) + (tz?.length ?? 0) * 40 * 24 * hourMs;
      expect(zoneOffset('Asia/Tokyo', instant)).toBe(9 * hourMs);
      expect(process.env[variable]).toBe(tz);
      expect(new Date(start).getTimezoneOffset()).toBe(own);
    },
  );

  test('does not depend on the TZ of the process, nor do fires', () => {
    const job = jobWith('30 2 * * *', { timezone: 'Europe/Berlin' });
    const fires = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/Berlin'].map((tz, index) => {
      setTz(tz);
      const from = Date.UTC(2040 + index, 2, 1);
      return dueFires([job], { after: from, upTo: from + 31 * 24 * hourMs }, zoneOffset).map(({ id }) =>
        id.slice(-14),
      );
    });
    for (const ids of fires) {
      expect(ids).toHaveLength(31);
      expect(ids.filter((id) => id === '03:30:00+02:00')).toHaveLength(1);
    }
  });

  test('comes from Intl where setting TZ has no effect, as in a worker thread', async () => {
    const entry = new URL('../../../functions/maintenance/runtime/zone-offset.ts', import.meta.url).pathname;
    const { outputFiles } = buildSync({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
    });
    const ask = `;const zones = module.exports;
      require('node:worker_threads').parentPort.postMessage([
        zones.zoneOffset('Asia/Shanghai', ${start}), zones.zoneOffset('America/New_York', ${start}),
        zones.isZone('Asia/Beijing'), zones.isZone('UTC')]);`;
    const worker = new Worker(`${outputFiles[0]?.text}${ask}`, { eval: true });
    const answer = await new Promise((resolve, reject) =>
      worker.once('message', resolve).once('error', reject),
    );
    await worker.terminate();
    expect(answer).toEqual([8 * hourMs, -5 * hourMs, false, true]);
  });
});

describe('a zone', () => {
  test('is every name that Intl lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isZone(name))).toEqual([]);
  });

  test.each([
    'UTC',
    'Etc/UTC',
    'GMT',
    'Africa/Abidjan',
    'Antarctica/Troll',
    'Asia/Kolkata',
    'Europe/Kyiv',
    'PRC',
    'EST5EDT',
    'Etc/GMT-8',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
  ])('may be called %s', (name) => {
    expect(isZone(name)).toBe(true);
  });

  test.each([
    '',
    'Asia/Beijing',
    'Mars/Olympus',
    'asia/shanghai',
    'Asia/Shanghai ',
    ':Asia/Shanghai',
    '/usr/share/zoneinfo/Asia/Shanghai',
    'posix/Asia/Shanghai',
    'right/Asia/Shanghai',
    'CST-8',
    'UTC+8',
    'GMT-8',
    '<+08>-8',
    'CST',
    '+08:00',
    'Local',
  ])('is never called %j', (name) => {
    expect(isZone(name)).toBe(false);
    expect(zoneOffset(name, start)).toBeUndefined();
  });
});
