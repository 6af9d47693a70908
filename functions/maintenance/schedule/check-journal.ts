import { type Finding, wrongKey } from '../document/finding.ts';
import { isMapping, valuesAt } from '../document/path.ts';

/** What the journal needs of the rest of the schedule: a region for its bucket, and for a hand-over a journal. */
export function checkJournal(tree: unknown): Finding[] {
  if (!isMapping(tree)) return [];
  const findings: Finding[] = [];
  if (tree['handOver'] !== undefined && tree['journal'] === undefined)
    findings.push(
      wrongKey(
        ['handOver'],
        'handover.journal',
        'a hand-over without a journal',
        'journal: obs://BUCKET/PREFIX, from which a fresh invocation learns what is left to do',
      ),
    );
  const { journal } = tree;
  const url = isMapping(journal) ? journal['url'] : journal;
  const region = isMapping(journal) ? journal['region'] : undefined;
  const regions = new Set([...valuesAt(tree, ['regions', '*', 'region'])].map(({ value }) => value));
  if (typeof url === 'string' && !url.startsWith('file:') && region === undefined && regions.size > 1)
    findings.push(
      wrongKey(
        ['journal'],
        'journal.region',
        'a bucket, and regions of several kinds',
        'journal: { url: …, region: … } with the region that the bucket is in',
      ),
    );
  return findings;
}
