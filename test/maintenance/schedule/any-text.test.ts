import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { isZone } from './iana-zones.ts';

const folder = join(import.meta.dirname, 'refused');
const example = readFileSync(new URL('../../../config/schedule.yaml', import.meta.url), 'utf8');
const refused = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

/** Pieces that mean something to YAML or to a schedule, in any order. */
const shards = fc
  .array(
    fc.constantFrom(
      ...[
        'version',
        ': ',
        '1',
        '\n',
        '  ',
        '- ',
        '[',
        ']',
        '{',
        '}',
        ', ',
        '"',
        "'",
        '#',
        '&a ',
        '*a',
        '<<',
        '!x ',
      ],
      ...[
        '? ',
        '|',
        '>',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '\t',
        '\r\n',
        '\uFEFF',
        '${',
        '}',
        '$${A}',
        '\u0000',
      ],
      ...[
        'jobs:\n',
        'regions:\n',
        '  nightly:\n',
        '    action: flush\n',
        'notify',
        'cron: * * * * *\n',
        '__proto__',
      ],
      ...['    targets: { region: x }\n', 'calendars: { a: [{ from: 2026-01-02, to: 2026-01-01 }] }\n'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** A schedule with a piece cut out and another put in its place. */
const damaged = fc
  .tuple(
    fc.constantFrom(example, ...refused),
    fc.nat(),
    fc.nat(30),
    fc.oneof(fc.string({ maxLength: 8 }), shards),
  )
  .map(([text, at, length, piece]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + piece + text.slice(start + length);
  });

describe('reading any text', () => {
  test('ends with a schedule, or with diagnostics that lie inside the text, in order', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), shards, damaged);
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseSchedule(text, { file: 'schedule.yaml', isZone });
        const diagnostics = result.ok ? result.warnings : result.diagnostics;
        if (!result.ok) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
        const lines = text.split('\n');
        let last = { line: 1, column: 1 };
        for (const { line, column, message } of diagnostics) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
          expect(line * 100_000 + column).toBeGreaterThanOrEqual(last.line * 100_000 + last.column);
          expect(message).toMatch(/^.+ - expected .+$/s);
          last = { line, column };
        }
      }),
      { seed: 20261123, numRuns: 1_500 },
    );
  });

  test.each(['[', '{a: ', '- ', '? ', '!x ', '&a ', '*', '"', "'", '%', '|', '#', '\t', ': '])(
    'survives %j twenty thousand times over',
    (piece) => {
      expect(parseSchedule(piece.repeat(20_000), { file: 'schedule.yaml', isZone })).toMatchObject({
        ok: false,
      });
    },
  );

  test('refuses values nested without end where the nesting passes all measure', () => {
    const nested = `version: 1\njobs: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n`;
    expect(parseSchedule(nested, { file: 'schedule.yaml', isZone })).toMatchObject({
      ok: false,
      diagnostics: [
        {
          line: 2,
          column: 66,
          code: 'yaml.depth',
          message: 'values nested more than 60 deep - expected fewer levels',
        },
      ],
    });
  });
});
