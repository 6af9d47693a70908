import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Beside, Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseAt } from '../../../functions/maintenance/run/lease.ts';
import { createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { startAt } from './night.ts';
import { run, setStage } from './stage.ts';

type Append = Journal['append'];

/** Announces a call in a journal that calls what is beside an append before that ends as it says; and the phases then. */
async function announcing(endOf: (sound: Append, ...call: Parameters<Append>) => ReturnType<Append>) {
  const stage = setStage({ instances: [{ name: 'a' }] });
  const opened = await stage.open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  const [id = ''] = opened.state.instances.keys();
  const besides: (Beside | undefined)[] = [];
  const append: Append = (...call) => {
    const [, , , beside] = call;
    besides.push(beside);
    beside?.answered?.();
    return endOf(stage.journal.append, ...call);
  };
  const journal = { ...stage.journal, append };
  const recorder = createRecorder(opened, { journal, clock: createHandClock(startAt), by: 'first' });
  const phase = () => recorder.state.instances.get(id)?.phase.kind;
  const heard: (string | undefined)[] = [];
  const event: RunEvent = { type: 'submitting', at: startAt, region: 'beijing', ids: [id] };
  const announce = () => recorder.record([event], 'intent', () => heard.push(phase()));
  return { recorder, besides, heard, phase, announce };
}

const soundly = (sound: Append, ...call: Parameters<Append>) => sound(...call);

describe('whoever asks for it', () => {
  test('hears that the journal was answered before it is certain, when the state shows what was recorded', async () => {
    const { heard, phase, announce } = await announcing(soundly);
    expect(await announce()).toBe(true);
    expect([heard, phase()]).toEqual([['announced'], 'announced']);
  });

  test('finds the state as it was before where the append fails after all', async () => {
    const failure = new Error('the bucket is gone');
    const { heard, phase, announce } = await announcing(() => Promise.reject(failure));
    await expect(announce()).rejects.toBe(failure);
    expect([heard, phase()]).toEqual([['announced'], 'waiting']);
  });

  test('finds the state as it was before where somebody else has taken the run', async () => {
    const { recorder, heard, phase, announce } = await announcing(async (sound, ...call) => {
      await sound(run, call[1], [leaseAt(startAt, 'second')]);
      return sound(...call);
    });
    expect(await announce()).toBe(false);
    expect([recorder.lost, heard, phase()]).toEqual([true, ['announced'], 'waiting']);
  });
});

test('a journal is asked to tell nothing where nobody wants to hear it', async () => {
  const { recorder, besides } = await announcing(soundly);
  await recorder.record([], 'fact');
  expect(besides).toEqual([{}]);
});
