import { type Command, Option } from 'commander';
import type { CommandContext } from '../place/command-context.ts';
import { findJob, openSchedule } from '../place/schedule-file.ts';
import {
  anyTimeOption,
  type ByHandOptions,
  endings,
  examples,
  ignoringOption,
  instancesOption,
  jsonOption,
  notHeeded,
  scheduleOption,
} from './options.ts';

type Options = ByHandOptions & {
  readonly schedule?: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
  readonly instances?: readonly string[];
};

/** Adds `nightshift event JOB`: the JSON that runs a job from the console's test dialog. */
export function addEvent(program: Command, context: CommandContext): void {
  program
    .command('event')
    .description("prints the JSON that runs a job by hand, for the console's test dialog")
    .argument('<job>', 'the name of a job')
    .addOption(instancesOption())
    .addOption(ignoringOption())
    .option('--dry-run', 'only shows what the job would do, and the hash that confirms it')
    .addOption(
      new Option(
        '--confirm <hash>',
        'carries out the plan with this hash, where the job clears data',
      ).conflicts('dryRun'),
    )
    .addOption(anyTimeOption())
    .addOption(scheduleOption())
    .addOption(jsonOption('the same: the event is JSON'))
    .addHelpText('after', examples('nightshift event nightly --dry-run'))
    .addHelpText('after', endings('0, and with 1 if there is no such job or the schedule has mistakes'))
    .action((name: string, options: Options) => {
      const { schedule: asked, dryRun = false, confirm, instances } = options;
      const { terminal } = context;
      const { schedule } = openSchedule(asked, context);
      const job = findJob(name, schedule.jobs);
      const event = {
        job: job.name,
        ...(instances && { instances }),
        ...notHeeded(options),
        ...(dryRun && { dryRun }),
        ...(confirm !== undefined && { confirm }),
      };
      terminal.printJson(event);
      // Beside the JSON and not in it: what is printed is to be pasted as it is.
      const which = [
        ...(instances ? [` --instances ${instances.join(',')}`] : []),
        ...(options.ignoreConditions ? [' --ignore-conditions'] : []),
        ...(options.anyTime ? [' --any-time'] : []),
      ].join('');
      if (job.action === 'flush' && !dryRun && confirm === undefined)
        terminal.complain(
          `${job.name} clears data, so this event only shows the plan - look at it, and then send the event of: nightshift event ${job.name}${which} --confirm HASH`,
        );
    });
}
