import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Summary, summarySchema } from '../../maintenance/report/summary.ts';
import { packFunction } from '../../nightshift/deploy/pack/pack-function.ts';
import { checkSchedule } from '../../nightshift/place/schedule-file.ts';
import { openTerminal } from '../../nightshift/place/terminal.ts';
import { renderText } from '../../nightshift/place/terminal-summary.ts';
import { instanceIdOf } from '../dcs/instance-seed.ts';
import { createPlatform } from '../functiongraph/platform.ts';
import { demoBucket, startDemoCloud } from './demo-cloud.ts';
import { demoFleet } from './demo-fleet.ts';
import { deployDemo, localSchedule } from './deploy-demo.ts';
import { followCloud } from './night-progress.ts';
import { readOptions } from './read-options.ts';
import { tellSamples } from './tell-samples.ts';

/**
 * `npm start`: one night of `config/schedule.yaml` on a local cloud, from the built zip. The night is a Monday, when
 * both of its jobs have a fire, and after the example's override has expired. The function may run for four minutes
 * only, which is not enough: the rest is handed over. At a terminal the page that shows what people were told stays
 * until Ctrl-C; with `--once`, with `--json` or where nobody is there to look at it, all ends at once.
 */
const mondayFour = Date.parse('2026-12-07T04:00:00+08:00');
const jobs = ['nightly-soft-restart', 'weekly-cache-reset'];
const scale = 90;
const timeLimitSeconds = 240;
/** The first job tells two channels, the second one. */
const expectedTellings = 3;
/** Should it not come to an end: an hour of the night. */
const giveUpMs = 3_600_000;

const values = readOptions<{ json?: true; once?: true }>(
  new Command('start')
    .description('one night of config/schedule.yaml on a local cloud, from the built zip')
    .option(
      '--json',
      'prints the summaries and the log of the cloud as one JSON document: npm run -s start -- --json',
    )
    .option('--once', 'ends when the night is over, also at a terminal'),
);
const stream = values.json ? process.stderr : process.stdout;
const { stdin, stderr, env } = process;
const terminal = openTerminal({ stdin, stdout: stream, stderr, env });
const stays = process.stdout.isTTY && !values.once && !values.json;
const { print } = terminal;

const demo = await startDemoCloud({ scale, startAt: mondayFour - 15_000 });
const { cloud, clock, inbox, environment, page } = demo;
const platform = await createPlatform({ cloud });
const schedule = localSchedule(await readFile('config/schedule.yaml', 'utf8'), demoBucket);
const names = new Map(demoFleet.map(({ name }) => [instanceIdOf(name), name.padEnd(26)]));

try {
  print(`Local Huawei Cloud with ${demoFleet.length} DCS instances; its clock runs ${scale} times as fast.`);
  print(`Monday 2026-12-07 04:00 in Shanghai: the timer fires for ${jobs.join(' and ')}.\n`);
  const goOn = clock.hold();
  await deployDemo(
    { cloud, platform },
    {
      zip: packFunction('dist/function', '.', checkSchedule('config/schedule.yaml', schedule)).content,
      environment,
      timeLimitSeconds,
      triggers: [
        {
          name: 'at-four',
          schedule: 'CRON_TZ=Asia/Shanghai 0 0 4 * * ?',
          userEvent: JSON.stringify({ jobs }),
        },
        { name: 'tick', schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?', userEvent: '' },
      ],
    },
  );
  goOn();
  const stop = followCloud(cloud, (id) => names.get(id) ?? id, print);
  while (toldChannels() < expectedTellings && clock.now() < mondayFour + giveUpMs) await clock.wait(5_000);
  await platform.settled();
  stop();
  process.exitCode = show();
  process.exitCode ||= await showPage();
} finally {
  await platform.close();
}
// The timers have stopped with the platform: nothing happens any more but what people do.
if (stays) await interrupted();
await cloud.close();

/** Shows what people were told; that all of it came is the exit code. */
function show(): number {
  const summaries = toldSummaries();
  if (summaries.length < jobs.length) {
    print('\nThe function told nobody of all its runs:');
    for (const { logs } of platform.invocations()) for (const line of logs) print(line);
    return 1;
  }
  for (const summary of summaries)
    print(`\n${renderText(summary, { width: Math.min(terminal.width, 100), colour: terminal.colour })}`);
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

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
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
