import { describe, expect, test } from 'vitest';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import { closeUnbegun } from '../../../functions/maintenance/run/open-run.ts';
import { startAt } from '../run/night.ts';
import { durableProcess, run, tickAt, toldIn } from './durable-process.ts';

test('a run whose record is shown after two looks that found none is told by its record, and not as never begun', async () => {
  const at = durableProcess();
  const gone = 'renamed@2026-11-23T03:30:00+08:00';
  const { register, journal } = at.records;
  await register.enter({ kind: 'begins', run: gone, at: startAt });
  for (const minutes of [0, 35, 40]) await tickAt(at, minutes);
  const told = () => at.told.map(({ notice }) => notice.id);
  expect(told()).toEqual([run]);
  const { events } = await journal.read(run);
  const [opened] = events;
  if (opened?.type !== 'opened') expect.unreachable('the run of the job that stands is opened first');
  await journal.append(gone, 0, [{ ...opened, run: gone, plan: { ...opened.plan, job: 'renamed' } }]);
  for (const minutes of [45, 50]) await tickAt(at, minutes);
  expect(told()).toEqual([run, gone]);
  expect((await register.open()).runs).toEqual([]);
});

test('a run that was told as given up, by who died before it was off the register, is not gone on with', async () => {
  const at = durableProcess({ remainingMs: 60_000 });
  await tickAt(at, 0);
  const { register } = at.records;
  const endedAt = at.clock.now();
  await register.enter({
    kind: 'ended',
    ended: { run, job: 'nightly', status: 'partial', endedAt, outcomes: { unknown: 4 } },
  });
  await register.enter({ kind: 'begins', run, at: startAt });
  await register.enter({ kind: 'unread', run, at: endedAt });
  const before = at.dcs.log.entries().filter(({ kind }) => kind === 'accepted').length;
  await tickAt(at, 5);
  await tickAt(at, 10);
  expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(before);
  expect(at.told).toEqual([]);
  expect((await register.open()).runs).toEqual([]);
  expect(await register.ended(5)).toMatchObject([{ run, status: 'partial' }]);
});

test('a run that was closed while its job was not in the schedule, by who died over it, does not stand in the way of the job', async () => {
  const at = durableProcess();
  const { register, journal } = at.records;
  await register.enter({ kind: 'tick', at: startAt - 300_000 });
  await register.enter({ kind: 'due', runs: [run], at: startAt });
  await register.enter({ kind: 'tick', at: startAt });
  expect(await closeUnbegun(run, { journal })).toBe(true);
  for (const minutes of [45, 50]) await tickAt(at, minutes);
  const reason = expect.stringMatching(/^was closed before it began.*nothing of it was sent/);
  expect(toldIn(at)).toMatchObject([{ run, status: 'skipped', problems: [{ code: 'not-started', reason }] }]);
  expect((await register.open()).runs).toEqual([]);
  expect(await register.ended(5)).toMatchObject([{ run, status: 'skipped', outcomes: {} }]);
  expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
});

describe('a run that was entered, never began, and that the schedule has no more', () => {
  const entered = async (gone: string) => {
    const at = durableProcess();
    await at.records.register.enter({ kind: 'tick', at: startAt });
    await at.records.register.enter({ kind: 'begins', run: gone, at: startAt });
    await tickAt(at, 5);
    expect(at.told).toEqual([]);
    for (const minutes of [35, 40, 45]) await tickAt(at, minutes);
    expect((await at.records.register.open()).runs).toEqual([]);
    return at;
  };

  test('is told once to everybody where its job is gone, as nobody knows whose it was', async () => {
    const gone = 'renamed@2026-11-23T03:30:00+08:00';
    const { told, records } = await entered(gone);
    const heard = told.map(({ channel, notice }) => [channel, notice.id]);
    expect(heard).toEqual(['ops', 'audit'].map((channel) => [channel, `gone-${gone}`]));
    const { failure } = wordingIn('zh');
    const inChinese = told.flatMap(({ notice }) => ('failure' in notice ? failure(notice.failure, '') : []));
    expect(inChinese).toContain(gone);
    expect(told[0]?.notice).toMatchObject({
      failure: {
        code: 'run.gone',
        message: expect.stringMatching(
          /^the run renamed@\S+ was entered at 2026-11-23T03:30:00\+08:00, and nobody has begun it since: nothing/,
        ),
      },
    });
    expect(await records.register.ended(1)).toMatchObject([{ run: gone, status: 'skipped' }]);
  });

  test('says that the schedule has no such fire where only its cron is another one, and not that it was asked for', async () => {
    const gone = 'nightly@2026-11-23T03:20:00+08:00';
    const [summary, ...others] = toldIn(await entered(gone));
    expect(others).toEqual([]);
    expect(summary).toMatchObject({ run: gone, status: 'skipped', problems: [{ code: 'not-started' }] });
    expect(summary?.problems[0]?.reason).toContain('the schedule has no such fire any more');
  });
});
