import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { dueFires } from '../../../../functions/maintenance/schedule/fires/due-fires.ts';
import { tickSpan } from '../../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { jobWith } from '../job-fixture.ts';

const fiveMinutes = 300_000;
const utc = (text: string) => Date.parse(`${text}Z`);

describe('a tick', () => {
  test('owns the time since the one before it, its own instant included', () => {
    expect(tickSpan(utc('2026-11-22T19:30:00'), fiveMinutes)).toEqual({
      after: utc('2026-11-22T19:25:00'),
      upTo: utc('2026-11-22T19:30:00'),
    });
  });

  test('owns the same span when its timer is some seconds early or late', () => {
    const punctual = tickSpan(utc('2026-11-22T19:30:00'), fiveMinutes);
    expect(tickSpan(utc('2026-11-22T19:29:41.300'), fiveMinutes)).toEqual(punctual);
    expect(tickSpan(utc('2026-11-22T19:31:12.005'), fiveMinutes)).toEqual(punctual);
  });

  test('that is further before its instant than it can wait owns the time up to the one before', () => {
    const before = tickSpan(utc('2026-11-22T19:25:00'), fiveMinutes);
    expect(tickSpan(utc('2026-11-22T19:27:41'), fiveMinutes, 47_500)).toEqual(before);
    expect(tickSpan(utc('2026-11-22T19:27:41'), fiveMinutes, 139_000)).not.toEqual(before);
  });

  test.each([0, 12, 47, 48, 139, 150, 200, 299])(
    'neither misses nor doubles a fire where the timer is always %s s off and the function cannot wait for long',
    (seconds) => {
      const job = jobWith('* * * * *');
      const start = utc('2026-11-22T18:00:00') + seconds * 1_000;
      const fires = Array.from({ length: 50 }, (_, index) =>
        dueFires([job], tickSpan(start + index * fiveMinutes, fiveMinutes, 47_500), zoneOffset).map(
          ({ at }) => at,
        ),
      ).flat();
      expect(fires).toEqual(Array.from({ length: 250 }, (_, index) => (fires[0] ?? 0) + index * 60_000));
    },
  );

  test('neither misses nor doubles a fire while its timer wanders', () => {
    const job = jobWith('*/5 * * * *');
    // Seconds off the grid, as observed: never half a tick, which would be another tick's time.
    const wander = [0, 4.2, -3.9, 95, -61, 0.001, -0.001, 149, -149, 12];
    const start = utc('2026-11-22T18:00:00');
    const fires = Array.from({ length: 120 }, (_, index) => {
      const eventTime = start + index * fiveMinutes + (wander[index % wander.length] ?? 0) * 1_000;
      return dueFires([job], tickSpan(eventTime, fiveMinutes), zoneOffset).map(({ at }) => at);
    });
    expect(fires.flat()).toEqual(Array.from({ length: 120 }, (_, index) => start + index * fiveMinutes));
  });
});
