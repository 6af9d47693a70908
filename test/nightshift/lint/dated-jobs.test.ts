import { describe, expect, test } from 'vitest';
import { jobText, lintsOf } from './lint-fixture.ts';

const without = (text: string) => text.replace(/^ {4}cron: .*\n/m, '');
/** What is found in one job with an `at` and these parts. */
const once = (at: string, parts: Readonly<Record<string, string>> = {}, sections = '') =>
  lintsOf(`${sections}jobs:\n${without(jobText('once', { at: JSON.stringify(at), ...parts }))}`);
const dated = (parts: Readonly<Record<string, string>>, sections = '') =>
  lintsOf(`${sections}jobs:\n${jobText('nightly', parts)}`);
const byHand = 'or the job removed; people can run it by hand on any day';

describe('a time for once', () => {
  test('that is to come is nothing to tell of', async () => {
    for (const at of ['2026-11-23T12:01', '2026-11-24 00:00', '2031-12-12T03:00'])
      expect(await once(at)).toEqual([]);
  });

  test.each(['2026-11-23T12:00', '2026-11-12 03:00', '2020-01-01T00:00'])('of %s is over', async (at) => {
    expect(await once(at)).toEqual([
      `at.over jobs.once.at: ${at.replace('T', ' ')} is over in Asia/Shanghai: the job does not come any more - expected a time that is to come, ${byHand}`,
    ]);
  });

  test('is over or not by the zone of the job', async () => {
    expect(await once('2026-11-23T05:01', { timezone: 'Europe/Berlin' })).toEqual([]);
    expect(await once('2026-11-23T05:00', { timezone: 'Europe/Berlin' })).toEqual([
      expect.stringContaining('2026-11-23 05:00 is over in Europe/Berlin'),
    ]);
  });

  test('is not over while it is moved or put off to a time that is to come', async () => {
    const move = 'overrides: [{ job: once, move: "13:00", until: 2026-11-24, by: li.wei, reason: load }]\n';
    expect(await once('2026-11-23T03:00', {}, move)).toEqual([]);
    const freeze = 'calendars: { freeze: [{ from: 2026-11-20, to: 2026-11-23, reason: books }] }\n';
    const rules = { skipOn: '[freeze]', onSkip: 'next-allowed-day' };
    expect(await once('2026-11-20T03:00', rules, freeze)).toEqual([]);
    expect(await once('2026-11-20T03:00', { skipOn: '[freeze]' }, freeze)).toEqual([
      expect.stringContaining('at.over'),
    ]);
  });

  test('that the clock leaves out never comes where the policy says so', async () => {
    const berlin = { timezone: 'Europe/Berlin' };
    expect(await once('2027-03-28T02:30', berlin)).toEqual([]);
    expect(await once('2027-03-28T02:30', { ...berlin, dst: '{ gap: skip }' })).toEqual([
      'at.left-out jobs.once.at: the clock of Europe/Berlin leaves 2027-03-28 02:30 out, and dst.gap is skip: the job never comes - expected a time that the clock shows, or dst.gap: run-after',
    ]);
  });

  test('that the clock shows twice comes twice where the policy says so', async () => {
    const berlin = { timezone: 'Europe/Berlin' };
    expect(await once('2027-10-31T02:30', { ...berlin, dst: '{ overlap: last }' })).toEqual([]);
    expect(await once('2027-10-31T02:30', { ...berlin, dst: '{ overlap: both }' })).toEqual([
      'at.twice jobs.once.at: the clock of Europe/Berlin shows 2027-10-31 02:30 twice, and dst.overlap is both: the job comes twice - expected dst.overlap: first or last, for once',
    ]);
  });

  test('that an override or a calendar takes never comes, however far off it is', async () => {
    const skip = 'overrides: [{ job: once, skip: true, until: 2026-12-13, by: li.wei, reason: load }]\n';
    expect(await once('2026-12-12T03:00', {}, skip)).toEqual([
      'job.never jobs.once.at: skips its only fire: skipped by li.wei until 2026-12-13: load - expected a time at which the job may run',
    ]);
    const freeze = 'calendars: { freeze: [{ date: 2029-12-12, reason: books }] }\n';
    expect(await once('2029-12-12T03:00', { skipOn: '[freeze]' }, freeze)).toEqual([
      'job.never jobs.once.at: skips its only fire: calendar freeze: books - expected a time at which the job may run',
    ]);
  });

  test('of a job that is disabled is meant not to come', async () => {
    expect(await once('2026-11-12T03:00', { enabled: 'false' })).toEqual([]);
  });

  test('that the tick finds too late is told of at its own key', async () => {
    expect(await once('2026-12-12T03:03', { startDeadline: '1m' })).toEqual([
      expect.stringMatching(
        /^tick\.late jobs\.once\.startDeadline: the tick of 5m finds a fire up to 2m late/,
      ),
    ]);
    expect(await once('2026-12-12T03:05', { startDeadline: '1m' })).toEqual([]);
  });

  test('at which another job does the same is told of', async () => {
    const text = `jobs:\n${jobText('nightly')}${without(jobText('once', { at: '"2026-12-12T03:30"' }))}`;
    expect(await lintsOf(text)).toEqual([
      'jobs.same jobs.once.at: the same targets at the same time as nightly, next on 2026-12-11T19:30Z - expected another time, other targets, or one job',
    ]);
  });

  test.each([
    ['2026-12-24T03:00', []],
    ['2027-01-20T03:00', ['error calendar.year-missing']],
    ['2027-12-24T03:00', []],
  ])('needs of China’s holidays only the year of %s', async (at, codes) => {
    const china = 'calendars: { china: [{ china: holidays }] }\n';
    const text = `${china}jobs:\n${without(jobText('once', { at: `"${at}"`, skipOn: '[china]' }))}`;
    const found = await lintsOf(text, Date.parse('2026-12-23T12:00:00+08:00'));
    expect(found.map((line) => line.split(' calendars')[0])).toEqual(codes);
  });
});

describe('dates of a job', () => {
  test('with fires to come are nothing to tell of', async () => {
    expect(await dated({ from: '2026-12-01' })).toEqual([]);
    expect(await dated({ until: '2026-11-25' })).toEqual([]);
    expect(await dated({ from: '2029-12-01', until: '2029-12-02' })).toEqual([]);
  });

  test('that are over', async () => {
    expect(await dated({ until: '2026-11-24' })).toEqual([
      `job.over jobs.nightly.until: 2026-11-24: the job does not come any more; its last fire was 2026-11-23 03:30 - expected a later day, ${byHand}`,
    ]);
    expect(await dated({ from: '2026-10-01', until: '2026-11-01' })).toEqual([
      `job.over jobs.nightly.until: 2026-11-01: the job does not come any more; its last fire was 2026-10-31 03:30 - expected a later day, ${byHand}`,
    ]);
    expect(await dated({ cron: '"0 3 13 * *"', from: '2026-10-01', until: '2026-10-02' })).toEqual([
      `job.over jobs.nightly.until: 2026-10-02: the job does not come any more - expected a later day, ${byHand}`,
    ]);
  });

  test('between which the cron does not come', async () => {
    expect(await dated({ cron: '"30 3 13 * *"', from: '2026-12-01', until: '2026-12-13' })).toEqual([
      'job.never jobs.nightly.until: its cron does not come from 2026-12-01 until 2026-12-13 - expected dates with a fire between them',
    ]);
  });

  test('are not over while a fire is put off to a day that is to come', async () => {
    const freeze = 'calendars: { freeze: [{ from: 2026-11-23, to: 2026-11-24, reason: books }] }\n';
    const rules = { cron: '"30 3 * * MON"', skipOn: '[freeze]', onSkip: 'next-allowed-day' };
    expect(await dated({ ...rules, until: '2026-11-26' }, freeze)).toEqual([]);
    expect(await dated({ ...rules, until: '2026-11-25' }, freeze)).toContainEqual(
      expect.stringContaining('job.over'),
    );
  });

  test('that all jobs share hold for those that have a time', async () => {
    const text = `defaults: { until: 2026-12-24 }\njobs:\n${jobText('nightly')}${without(jobText('by-hand'))}`;
    expect(await lintsOf(text)).toEqual([]);
  });
});
