import type { Attention } from '../../maintenance/invocation/show-runs.ts';
import { line } from '../place/terminal-summary.ts';
import { wrapText } from '../place/terminal-text.ts';
import type { Room } from '../place/text-table.ts';
import { clock } from './instances-table.ts';

/** So many instances of a run are named. */
const mostNamed = 8;

/** What needs a person, for people; nothing where nobody is needed. */
export function attentionText(attentions: readonly Attention[], { width, hasEdge }: Room): string {
  const blocks = attentions.map(({ run, instances, steps, untold, unread }) => {
    const more = instances.length - mostNamed;
    const lines = [
      ...instances.slice(0, mostNamed).map(({ name, region, outcome, code, away }) => {
        const seen = away
          ? `, ${away.status ?? 'not seen'}${away.seenAt === null ? '' : ` at ${clock(away.seenAt)}`} when it was last seen`
          : '';
        return `${line(name)} (${line(region)}) ${outcome}: ${line(code)}${seen}`;
      }),
      ...(more > 0 ? [`… and ${more} more`] : []),
      ...steps.map(({ step, codes }) => `${codes.join(', ')} -> ${step}`),
      ...untold.map((channel) => `${line(channel)} cannot be said to have heard of it`),
      ...(unread === undefined ? [] : [`its record does not tell all: ${line(unread)}`]),
    ];
    const indented = lines.flatMap((text) => {
      const [first = '', ...rest] = wrapText(text, width - 4, hasEdge);
      return [`  - ${first}`, ...rest.map((each) => `    ${each}`)];
    });
    return [line(run), ...indented].join('\n');
  });
  if (blocks.length === 0) return '';
  return ['needs a person (nightshift show RUN tells all of it)', ...blocks].join('\n');
}
