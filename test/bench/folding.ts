import { decodeRecord, encodeBatch } from '../../functions/maintenance/journal/record-format.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import { fold } from '../../functions/maintenance/run/fold.ts';
import type { Conclusion } from '../../functions/maintenance/run/outcome.ts';
import { startAt } from '../maintenance/run/night.ts';
import { about, run } from '../maintenance/run/stage.ts';
import type { Figure } from './figure.ts';
import { costAndGrowth } from './least-cpu.ts';
import { openingOf } from './planned-run.ts';

const mostMs = 2_500;

const sizes = [12_500, 50_000] as const;

/**
 * The CPU time of reading and folding the record of a run over 50,000 instances of one region, ten at once, beside parsing
 * its lines; and how both grow. Throws when not all of them have their outcome.
 */
export function measureFolding(turns: number): readonly Figure[] {
  return costAndGrowth(
    'reading and folding the journal of 50,000 instances',
    sizes,
    (size) => {
      const record = Buffer.concat([...recordOf(size)]);
      return {
        work: () => {
          const { finishedAt, instances } = fold(eventsIn(record));
          if (finishedAt === undefined || instances.tallies().some(({ left }) => left > 0))
            throw new Error('the run that was read has not ended');
        },
        beside: () =>
          record
            .toString()
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
      };
    },
    { turns, atMost: mostMs },
  );
}

/** As a reader has them: all of a record are read before any is folded. */
function eventsIn(record: Uint8Array): readonly RunEvent[] {
  return [...decodeRecord(record, { run, key: 'the record' })].flat();
}

/** The appends of a run over so many instances, ten at once. */
function* recordOf(size: number): Generator<Uint8Array> {
  const { ids, opened } = openingOf({
    ...{ run, at: startAt, count: size, name: 'cache', concurrency: 10, notify: about.notify },
    waveOf: () => 1,
  });
  let position = 0;
  const append = (events: readonly RunEvent[]): Uint8Array => {
    const bytes = encodeBatch({ run, position, batch: `b-${position}`, writer: 'bench', events });
    position += bytes.length;
    return bytes;
  };
  yield append([opened]);
  const region = 'beijing';
  for (let first = 0; first < size; first += 10) {
    const its = ids.slice(first, first + 10);
    const at = startAt + first * 6_000;
    const seen = (status: string) => its.map((id) => ({ id, status, idle: true, updatedAt: undefined }));
    const conclusions = its.map(
      (id): Conclusion => ({ id, outcome: 'succeeded', code: 'returned', reason: 'was seen to restart' }),
    );
    yield append([
      { type: 'inspected', at, region, sightings: seen('RUNNING') },
      { type: 'submitting', at: at + 1_000, region, ids: its },
    ]);
    yield append([{ type: 'answered', at: at + 2_000, region, ids: its, accepted: its, rejected: [] }]);
    yield append([
      { type: 'observed', at: at + 12_000, region, changes: seen('RESTARTING') },
      { type: 'observed', at: at + 22_000, region, changes: [] },
      { type: 'observed', at: at + 32_000, region, changes: seen('RUNNING') },
      { type: 'inspected', at: at + 33_000, region, sightings: seen('RUNNING') },
      { type: 'concluded', at: at + 34_000, conclusions },
    ]);
  }
  yield append([{ type: 'finished', at: startAt + size * 6_000 }]);
}
