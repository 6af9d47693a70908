import { type Command, Option } from 'commander';
import { customPolicies } from '../deploy/policy/custom-policies.ts';
import { identityPolicies } from '../deploy/policy/identity-policies.ts';
import type { Generation, Policy } from '../deploy/policy/policy.ts';
import type { CommandContext } from '../place/command-context.ts';
import { openSchedule } from '../place/schedule-file.ts';
import type { Terminal } from '../place/terminal.ts';
import { displayWidth, wrapText } from '../place/terminal-text.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';

type Options = {
  readonly schedule?: string;
  readonly generation?: Generation;
  readonly function: string;
  readonly json?: boolean;
};

/** Adds `nightshift policy`: the least that the function's agency must be allowed for this schedule, and why. */
export function addPolicy(program: Command, context: CommandContext): void {
  program
    .command('policy')
    .description('prints the minimal IAM policies for the schedule, and why each is needed')
    .addOption(
      new Option(
        '--generation <generation>',
        'v3: custom policies; v5: identity policies; else both',
      ).choices(['v3', 'v5']),
    )
    .option('--function <name>', 'the name of the function, which a hand-over invokes', 'nightshift')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "policies": [...] }'))
    .addHelpText('after', examples('nightshift policy --generation v5'))
    .addHelpText(
      'after',
      '\nThey are for the agency of the function. What the keys of whoever runs a command need is in docs/security.md.',
    )
    .addHelpText('after', endings('0, and with 1 when the schedule has mistakes'))
    .action(({ schedule: asked, generation, function: functionName, json = false }: Options) => {
      const { terminal } = context;
      const { schedule } = openSchedule(asked, context);
      const policies = [
        ...(generation === 'v5' ? [] : customPolicies(schedule, functionName)),
        ...(generation === 'v3' ? [] : identityPolicies(schedule, functionName)),
      ];
      if (json) terminal.printJson({ policies });
      else terminal.print(policiesText(policies, terminal));
    });
}

const kinds: Readonly<Record<Generation, string>> = {
  v3: 'a custom policy, for accounts with roles and policies (IAM v3)',
  v5: 'an identity policy, for accounts with identity policies (IAM v5)',
};

/** Policies for people: each with its JSON, ready to be copied, and what each action is for. */
function policiesText(policies: readonly Policy[], { width }: Pick<Terminal, 'width'>): string {
  return policies.map((policy) => policyText(policy, width)).join('\n\n');
}

const leastRoom = 30;

function policyText({ name, generation, where, document, reasons, notes }: Policy, width: number): string {
  const longest = Math.max(...reasons.map(({ action }) => displayWidth(action)));
  return [
    `${name}: ${kinds[generation]}`,
    `for ${where}`,
    '',
    JSON.stringify(document, null, 2),
    '',
    ...reasons.flatMap(({ action, why }) => {
      const room = width - longest - 4;
      // Where there is no room beside the action, its reason goes below it.
      if (room < leastRoom) return [`  ${action}`, ...wrapText(why, width - 4).map((line) => `    ${line}`)];
      const [first, ...rest] = wrapText(why, room);
      return [
        `  ${action.padEnd(longest)}  ${first}`,
        ...rest.map((line) => `${' '.repeat(longest + 4)}${line}`),
      ];
    }),
    ...notes.flatMap((note) => ['', ...wrapText(note, width)]),
  ].join('\n');
}
