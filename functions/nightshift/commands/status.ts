import type { Command } from 'commander';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { type ShownRun, showEnd, showOpen } from '../../maintenance/invocation/show-runs.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { deployedVersions, whyNobodyGoesOn } from '../deploy/deployed-versions.ts';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { otherVersion } from '../place/describe-build.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import {
  endings,
  endpointOption,
  examples,
  jsonOption,
  scheduleOption,
  serverlessOption,
} from './options.ts';
import { awayText, endedRunsText, openRunsText } from './runs-text.ts';

type Options = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly endpoint?: string;
  readonly json?: boolean;
};

/** How many ended runs are shown below those that go on. */
const latest = 5;

/** Adds `nightshift status`: the runs that are going on, who holds them, what is left of them. */
export function addStatus(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('status')
    .description('shows which runs are going on, who holds them and what is left')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .addOption(
      jsonOption(
        '{ "unfinished": [...], "ended": [...] }, as the function answers, "otherVersions" and "absent" functions',
      ),
    )
    .addHelpText('after', examples('nightshift status'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings('0, however the runs ended, and with 1 where the journal, or a run in it, cannot be read'),
    )
    .action(async ({ schedule: asked, json = false, ...where }: Options) => {
      const { terminal, clock } = context;
      const { records, schedule } = openJournal(asked, context);
      const versions = deployedVersions(where, context);
      // Heard of below; the journal may fail first.
      versions.catch(() => undefined);
      const { journal, register } = records;
      const iso = isoWriter(schedule.timezone, zoneOffset);
      const { runs } = await register.open();
      const open = await showOpen(runs, journal, clock.now(), iso);
      const ended = (await register.ended(latest)).map((end) => showEnd(end, iso));
      const deployed = await versions;
      const nobody = open.length === 0 ? undefined : await whyNobodyGoesOn(deployed);
      const unfinished = open.map((run) => noted(run, nobody));
      for (const one of deployed) {
        if (one.kind === 'unread')
          terminal.complain(`which version of ${one.name} is deployed is not known: ${one.error.message}`);
        if (one.kind === 'absent')
          terminal.complain(
            `${one.name} is not deployed: FunctionGraph has no such function in ${one.region}`,
          );
      }
      const absent = deployed.filter(({ kind }) => kind === 'absent').map(({ name }) => name);
      const otherVersions = deployed.flatMap((one) => {
        const other =
          one.kind === 'there' && one.build !== undefined ? otherVersion(one.build, undefined) : undefined;
        return other === undefined ? [] : [{ name: one.name, otherVersion: other }];
      });
      const unreadable = unfinished.find(({ state }) => state === 'unreadable');
      const error = unreadable && {
        code: 'run.unreadable',
        message: `${unreadable.run}: ${unreadable.note}`,
      };
      if (json)
        terminal.printJson({
          ...{ unfinished, ended },
          ...(otherVersions.length > 0 && { otherVersions }),
          ...(absent.length > 0 && { absent }),
          ...(error && { error }),
        });
      else {
        const away = awayText(
          unfinished.flatMap((run) => run.away ?? []),
          terminal,
        );
        const blocks = [openRunsText(unfinished, terminal), away, endedRunsText(ended, terminal)];
        terminal.print(blocks.filter((block) => block !== '').join('\n\n'));
      }
      if (!json) for (const each of otherVersions) terminal.print(`\n${each.name}: ${each.otherVersion}`);
      finish(error ? 1 : 0);
    });
}

/** A run with why nothing continues it, beside what is told of it already. */
function noted(run: ShownRun, why: string | undefined): ShownRun {
  if (why === undefined || run.state === 'unreadable') return run;
  const nothing = `nothing continues it${run.state === 'held' ? ' after that' : ''}: ${why}`;
  return { ...run, note: run.note === null ? nothing : `${run.note}; ${nothing}` };
}
