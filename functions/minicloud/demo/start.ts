import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { isoInZone } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { type Summary, summarySchema } from '../../maintenance/report/summary.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { ScheduledFire } from '../../maintenance/schedule/fires/fire.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { shownError, tellError } from '../../nightshift/commands/tell-error.ts';
import { packFunction } from '../../nightshift/deploy/pack/pack-function.ts';
import type { WantedFunction } from '../../nightshift/deploy/serverless/deployment.ts';
import { openServerless } from '../../nightshift/deploy/serverless/serverless-file.ts';
import { scheduledFunction } from '../../nightshift/deploy/triggers/coverage-of.ts';
import { readCalendarFiles } from '../../nightshift/place/calendar-files.ts';
import { InterruptedError, openInterruption } from '../../nightshift/place/interruption.ts';
import { checkSchedule } from '../../nightshift/place/schedule-file.ts';
import { openTerminal } from '../../nightshift/place/terminal.ts';
import { renderText } from '../../nightshift/place/terminal-summary.ts';
import { instanceIdOf } from '../dcs/instance-seed.ts';
import { createPlatform } from '../functiongraph/platform.ts';
import { tellStandstill } from '../wire/tell-standstill.ts';
import { startDemoCloud } from './demo-cloud.ts';
import { demoFleet } from './demo-fleet.ts';
import { deployDemo, leadToDemo } from './deploy-demo.ts';
import { followCloud } from './night-progress.ts';
import { readOptions } from './read-options.ts';
import { tellSamples } from './tell-samples.ts';

/**
 * `npm start`: the next night of `config/schedule.yaml` on a local cloud, from the built zip and with the timers and limits
 * of `serverless.yml`, so as they would be deployed; what has to be another on this machine is told line by line. At a
 * terminal the page that shows what people were told stays until Ctrl-C; with `--once`, with `--json` or where nobody is
 * there to look at it, all ends at once.
 */
const [scheduleFile, serverlessFile] = ['config/schedule.yaml', 'serverless.yml'];
/** A Monday, and the same for everybody. */
const monday = Date.parse('2026-12-07T00:00:00+08:00');
const week = 7 * 24 * 3_600_000;
/** So much earlier it begins than the first fire. */
const leadMs = 20_000;
const scale = 90;
const chinaMs = 28_800_000;
/** Should it not come to an end: an hour of the night. */
const giveUpMs = 3_600_000;

const values = readOptions<{ json?: true; once?: true }>(
  new Command('start')
    .description('the next night of config/schedule.yaml on a local cloud, as it would be deployed')
    .option(
      '--json',
      'prints the summaries and the log of the cloud as one JSON document: npm run -s start -- --json',
    )
    .option('--once', 'ends when the night is over, also at a terminal'),
);
const stream = values.json ? process.stderr : process.stdout;
const { stdin, stderr, env } = process;
const interruption = openInterruption();
const terminal = openTerminal({ stdin, stdout: stream, stderr, env }, interruption);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.interrupt(signal));
const stays = process.stdout.isTTY && !values.once && !values.json;
const { print } = terminal;

const text = await readFile(scheduleFile, 'utf8');
const [first] = await firstFires(checkSchedule(scheduleFile, text));
const startAt = (first?.startsAt ?? monday) - leadMs;
const demo = await startDemoCloud({ scale, startAt });
const { cloud, clock, inbox, environment, page } = demo;
tellStandstill(clock, terminal.complain);
const platform = await createPlatform({ cloud });
const local = leadToDemo(checkSchedule(scheduleFile, text), demo, first?.job.name);
const fires = await firstFires(local.parsed);
const names = new Map(demoFleet.map(({ name }) => [instanceIdOf(name), name.padEnd(26)]));
const expectedTellings = fires.reduce((sum, { job }) => sum + job.notify.length, 0);

interruption.leaves(
  () =>
    `the night on the local cloud stops at ${isoInZone(clock.now(), chinaMs).slice(11, 19)}, with ${toldSummaries().length} of ${fires.length} runs told; nothing outside of this machine was touched`,
);
try {
  await Promise.race([playNight(), interruption.end]);
} catch (error) {
  if (values.json) process.stdout.write(`${JSON.stringify({ error: shownError(error) }, null, 2)}\n`);
  tellError(error, terminal);
  process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
} finally {
  await platform.close();
}
// The timers have stopped with the platform: nothing happens any more but what people do.
if (stays && process.exitCode === 0) await interruption.meantEnd();
await cloud.close();
// A night that was interrupted still waits for its end.
if (process.exitCode) process.exit();

/** From deploying to the page; what was told sets the exit code. */
async function playNight(): Promise<void> {
  const { timeout, timers, maxInstanceNum } = await wantedFunction();
  print(`Local Huawei Cloud with ${demoFleet.length} DCS instances; its clock runs ${scale} times as fast.`);
  print(`${scheduleFile} as it is, but for these lines:`);
  for (const { path, to, why } of local.changes) print(`  ${path}: ${to} (${why})`);
  const most = maxInstanceNum === undefined ? '' : `, at most ${maxInstanceNum} at once`;
  const triggers = timers.map(({ name, schedule }) => `timer ${name} ${schedule}`).join(', ');
  print(`${serverlessFile} as it is: ${triggers}; ${timeout} s an invocation${most}.`);
  const off = checkSchedule(scheduleFile, text).schedule.jobs.filter(({ enabled }) => !enabled);
  for (const { name } of off) print(`${name} does not run: enabled: false.`);
  print(
    fires.length === 0
      ? `No job has a time in the week from ${isoInZone(monday, chinaMs)}.`
      : `It is ${isoInZone(startAt, chinaMs)}; due at ${isoInZone(startAt + leadMs, chinaMs)}: ${fires.map(({ job }) => job.name).join(', ')}.`,
  );
  print('');
  const goOn = clock.hold('the function to be deployed');
  await deployDemo(
    { cloud, platform },
    {
      zip: packFunction('dist/function', '.', local.parsed).content,
      environment,
      timeLimitSeconds: timeout,
      mostInstances: maxInstanceNum,
      triggers: timers.filter(({ status }) => status === 'ACTIVE'),
    },
  );
  goOn();
  const stop = followCloud(cloud, (id) => names.get(id) ?? id, print);
  while (toldChannels() < expectedTellings && clock.now() < startAt + giveUpMs) await clock.wait(5_000);
  await platform.settled();
  stop();
  process.exitCode = show();
  process.exitCode ||= await showPage();
}

/** The fires that come first in the week that is played, together. */
async function firstFires(parsed: ParsedSchedule): Promise<readonly ScheduledFire[]> {
  const { schedule } = parsed;
  const calendars = await buildCalendars(schedule, readCalendarFiles(parsed).contents, zoneOffset);
  const span = { after: monday, upTo: monday + week };
  const [first, ...others] = scheduledFires(schedule, span, zoneOffset, calendars).filter(
    ({ skipped }) => !skipped,
  );
  return first ? [first, ...others.filter(({ startsAt }) => startsAt === first.startsAt)] : [];
}

/** The function as `serverless.yml` wants it, with the values of this cloud. */
async function wantedFunction(): Promise<WantedFunction> {
  const opened = await openServerless(serverlessFile, { environment });
  const fn = opened?.parsed.ok ? scheduledFunction(opened.parsed.deployment) : undefined;
  if (!fn)
    throw new Error(`${serverlessFile} names no function: npm run -s nightshift -- validate tells why`);
  return fn;
}

/** Shows what people were told; that all of it came is the exit code. */
function show(): number {
  const summaries = toldSummaries();
  if (fires.length === 0 || summaries.length < fires.length) {
    print('\nThe function told nobody of all its runs:');
    for (const { logs } of platform.invocations()) for (const line of logs) print(line);
    return 1;
  }
  for (const summary of summaries)
    print(`\n${renderText(summary, { ...terminal, width: Math.min(terminal.width, 100) })}`);
  for (const { path, headers, answered } of webhooks())
    print(`Webhook ${path}: message ${headers['webhook-id']} ${answered}, signature verified.`);
  if (values.json) process.stdout.write(`${JSON.stringify({ summaries, audit: cloud.audit() }, null, 2)}\n`);
  return 0;
}

/** Tells a sample to every kind of chat and says where all of it is shown; that all of it came is the exit code. */
async function showPage(): Promise<number> {
  const untold = await tellSamples(demo, 'failure');
  for (const line of untold) print(`A sample was not told: ${line}`);
  print(`\nAll messages as each chat draws them, and a sample for every kind of chat: ${page}`);
  print(
    stays
      ? 'The page stays until Ctrl-C.'
      : 'It ends here; at a terminal, and without --once, it stays until Ctrl-C.',
  );
  return untold.length === 0 ? 0 : 1;
}

/** What came of the night itself. */
function webhooks() {
  return inbox.messages.filter(({ path }) => path === '/ops' || path === '/audit');
}

function toldChannels(): number {
  return new Set(webhooks().map(({ path, headers }) => `${path} ${headers['webhook-id']}`)).size;
}

function toldSummaries(): readonly Summary[] {
  const told = new Map<string, Summary>();
  for (const { body } of inbox.distinct()) {
    const { data } = JSON.parse(body) as { data: unknown };
    const read = summarySchema.safeParse(data);
    if (read.success) told.set(read.data.run, read.data);
  }
  return [...told.values()];
}
