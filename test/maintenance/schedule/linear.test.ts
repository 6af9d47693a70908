import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../functions/maintenance/document/decode-text.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { isZone } from './iana-zones.ts';

const head = `version: 1
regions: { r: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
`;
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const job = '{ action: restart, targets: { region: r, names: ["*"] } }';

/** What once took seconds or all memory, well below the size that a schedule may have. Without end, it would not end. */
describe('a schedule below its limit is answered, whatever is in it', () => {
  test.each<[string, string]>([
    ['lists in lists in one line', `${head}jobs: ${'['.repeat(400_000)}`],
    ['mappings in mappings in one line', `${head}jobs: ${'{ a: '.repeat(80_000)}`],
    ['a word without end', `${head}jobs: { a: { action: ${'x'.repeat(900_000)} } }\n`],
    ['quotes', `${head}x: ${'"'.repeat(200_000)}\n`],
    ['a list that is never closed', `${head}jobs: { a: { x: ${'[a, '.repeat(50)}${'b, '.repeat(50_000)}\n`],
    ['keys that nobody knows', head + many(20_000, (index) => `k${index}: 1\n`)],
    ['one key again and again', head + 'a: 1\n'.repeat(20_000)],
    ['anchors', `${head}${many(20_000, (index) => `x-${index}: &a${index} 1\n`)}jobs: 1\n`],
    ['aliases of one anchor', `${head}x-a: &a 1\nx-b: [${'*a, '.repeat(60_000)}]\njobs: 1\n`],
    [
      'lists of lists by aliases',
      `${head}x-0: &a0 [1, 1]\n${many(5_000, (at) => `x-${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`)}`,
    ],
    [
      'merge keys upon merge keys',
      `${head}x-0: &a0 { k: 1 }\n${many(5_000, (at) => `x-${at + 1}: &a${at + 1} { <<: *a${at}, k${at}: 1 }\n`)}`,
    ],
    [
      'names of nothing among many',
      `${head}overrides:\n${many(2_000, (at) => `  - { job: jub-${at}, skip: true, until: 2027-01-01, by: a, reason: b }\n`)}jobs:\n${many(2_000, (at) => `  job-${at}: ${job}\n`)}`,
    ],
    ['lines with a full-width colon', `${head}jobs:\n${'  a：b\n'.repeat(40_000)}`],
  ])('%s', (_, text) => {
    expect(decodeText(Buffer.from(text)).ok).toBe(true);
    const parsed = parseSchedule(Buffer.from(text), { file: 'schedule.yaml', isZone });
    if (parsed.ok) expect.unreachable('it is read');
    for (const { line, message } of parsed.diagnostics) {
      expect(line).toBeGreaterThan(0);
      expect(message).toContain(' - expected ');
    }
  });

  test.each<[string, string]>([
    ['a text in lines', `${head}x-a: |\n${'  yyyyyyyyyyyyyyyy\n'.repeat(40_000)}jobs: { a: ${job} }\n`],
    ['comments', `${'# zzzzzzzzzzzzzzz\n'.repeat(40_000)}${head}jobs: { a: ${job} }\n`],
    [
      'names in one list',
      `${head}jobs: { a: { action: restart, targets: { region: r, names: [${many(20_000, (at) => `"a${at}", `)}] } } }\n`,
    ],
    ['jobs in one line', `${head}jobs: { ${many(2_000, (at) => `j${at}: ${job}, `)} }\n`],
  ])('%s', (_, text) => {
    expect(parseSchedule(Buffer.from(text), { file: 'schedule.yaml', isZone }).ok).toBe(true);
  });
});
