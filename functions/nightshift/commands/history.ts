import { type Command, InvalidArgumentError } from 'commander';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { attentionsOf } from '../../maintenance/invocation/needed-attention.ts';
import { showEnd } from '../../maintenance/invocation/show-runs.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { attentionText } from '../runs/attention.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';
import { endedRunsText } from './runs-text.ts';

type Options = { readonly schedule?: string; readonly json?: boolean; readonly limit: number };

/** Adds `nightshift history`: the runs that have ended, the latest first. */
export function addHistory(program: Command, context: CommandContext): void {
  program
    .command('history')
    .description('shows the runs that have ended, the latest first, and what needs a person')
    .option('--limit <runs>', 'how many at most', readLimit, 30)
    .addOption(scheduleOption())
    .addOption(
      jsonOption(
        '{ "ended": [...] } and "attention", what of the last 30 needs a person, as the function answers',
      ),
    )
    .addHelpText('after', examples('nightshift history --limit 5'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings('0, however the runs ended, and with 1 where the journal cannot be read'))
    .action(async ({ schedule: asked, json = false, limit }: Options) => {
      const { records, schedule } = openJournal(asked, context);
      const iso = isoWriter(schedule.timezone, zoneOffset);
      const { terminal } = context;
      const ends = await records.register.ended(limit);
      const ended = ends.map((end) => showEnd(end, iso));
      const place = { zone: schedule.timezone, zoneOffset };
      const attention = await attentionsOf(ends, records.journal, place);
      if (json) terminal.printJson({ ended, ...(attention.length > 0 && { attention }) });
      else {
        const blocks = [endedRunsText(ended, terminal), attentionText(attention, terminal)];
        terminal.print(blocks.filter((block) => block !== '').join('\n\n'));
      }
    });
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new InvalidArgumentError('expected a number from 1 to 10000.');
}
