import type { Command } from 'commander';
import { planTriggers } from '../deployment/trigger-plan.ts';
import { zoneOffset } from '../runtime/zone-offset.ts';
import { openSchedule } from './open-schedule.ts';
import { jsonOption, scheduleOption } from './options.ts';
import type { Surroundings } from './surroundings.ts';
import { triggersText } from './triggers-text.ts';

type Options = { readonly schedule?: string; readonly tick?: boolean; readonly json?: boolean };

/** Adds `nightshift triggers`: which TIMER triggers the schedule is to have, and why these. */
export function addTriggers(program: Command, surroundings: Surroundings): void {
  program
    .command('triggers')
    .description('compiles the schedule into the TIMER triggers of the function, and says why these')
    .option('--tick', 'one tick, also where exact triggers would do')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "kind": "exact", "tick" or "none", "triggers": [...], "reasons": [...] }'))
    .action(({ schedule: asked, tick = false, json = false }: Options) => {
      const { terminal, clock } = surroundings;
      const { schedule } = openSchedule(asked, surroundings);
      const plan = planTriggers(schedule, { now: clock.now(), zoneOffset }, { tick });
      terminal.print(json ? JSON.stringify(plan, null, 2) : triggersText(plan));
    });
}
