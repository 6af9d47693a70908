import type { Generation, Policy } from '../deploy/policy/policy.ts';
import { displayWidth } from '../place/display-width.ts';
import { wrapText } from '../place/fit-text.ts';
import { textWidth } from './text-width.ts';

const kinds: Readonly<Record<Generation, string>> = {
  v3: 'a custom policy, for accounts with roles and policies (IAM v3)',
  v5: 'an identity policy, for accounts with identity policies (IAM v5)',
};

/** Policies for people: each with its JSON, ready to be copied, and what each action is for. */
export function policiesText(policies: readonly Policy[]): string {
  return policies.map(policyText).join('\n\n');
}

function policyText({ name, generation, where, document, reasons, notes }: Policy): string {
  const longest = Math.max(...reasons.map(({ action }) => displayWidth(action)));
  return [
    `${name}: ${kinds[generation]}`,
    `for ${where}`,
    '',
    JSON.stringify(document, null, 2),
    '',
    ...reasons.map(({ action, why }) => `  ${action.padEnd(longest)}  ${why}`),
    ...notes.flatMap((note) => ['', ...wrapText(note, textWidth)]),
  ].join('\n');
}
