// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references as schedules write them.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scheduleKeys } from '../house/schedule-keys.ts';
import { violations } from './against-json-schema.ts';
import { keyMeaningsEn } from './key-meanings-en.ts';
import { keyMeaningsZh } from './key-meanings-zh.ts';
import { scheduleJsonSchema } from './schedule-json-schema.ts';

const schema = scheduleJsonSchema() as Readonly<Record<string, unknown>>;
const example = readFileSync(new URL('../../config/schedule.yaml', import.meta.url), 'utf8');

/** Every schema in a schema, itself included. */
function* schemasIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const part of Object.values(value)) yield* schemasIn(part);
}

describe("the schedule's JSON Schema", () => {
  test('accepts the example', () => {
    expect(violations(schema, parse(example))).toEqual([]);
  });

  test('accepts a time for once, with a blank or seconds, and days', () => {
    for (const at of ['"2026-12-12T03:00"', '2026-12-12 03:00:00'])
      expect(
        violations(schema, parse(example.replace('cron: "0 4 * * 1"', `at: ${at}\n    from: 2026-12-01`))),
      ).toEqual([]);
  });

  test('accepts what jobs share, and keys that are there for anchors', () => {
    const shared =
      'x-night: [anything, { goes: here }]\ndefaults: { retry: { attempts: 2 }, notify: [ops] }\n';
    expect(violations(schema, parse(shared + example))).toEqual([]);
    expect(violations(schema, parse(`defaults: { destroysData: acknowledged }\n${example}`))).toEqual([
      '$.defaults.destroysData: additionalProperties',
    ]);
  });

  test.each([
    ['version: 1', 'version: 2', '$.version: const'],
    ['timezone: Asia', 'timezome: Asia', '$.timezome: additionalProperties'],
    ['projectId: "${BEIJING_PROJECT_ID}"', 'projectId: 0123', '$.regions.beijing.projectId: type'],
    ['kind: webhook', 'kind: irc', '$.notify.ops: oneOf'],
    ['action: flush', 'action: drop', '$.jobs.weekly-cache-reset.action: enum'],
    ['window: 2h', 'window: 2 hours', '$.jobs.nightly-soft-restart.window: pattern'],
    ['window: 2h', 'window: 2h\n    at: "2026-12-12T03:00"', '$.jobs.nightly-soft-restart: not'],
    ['cron: "0 4 * * 1"', 'at: "2026-12-12T03:00Z"', '$.jobs.weekly-cache-reset.at: pattern'],
    ['window: 2h', 'window: 2h\n    until: 2026-12-12T03:00', '$.jobs.nightly-soft-restart.until: pattern'],
    ['canary: 1', 'canary: 0', '$.jobs.nightly-soft-restart.rollout.canary: anyOf'],
    ['attempts: 3', 'attempts: 11', '$.jobs.nightly-soft-restart.retry.attempts: maximum'],
    [', names: ["session-cache-*"]', '', '$.jobs.weekly-cache-reset.targets: anyOf'],
    ['version: 1', 'version: 1\ncalendars: { freeze: [{ on: 2026-12-31 }] }', '$.calendars.freeze[0]: anyOf'],
  ])('refuses %j written as %j', (good, bad, violation) => {
    expect(example).toContain(good);
    expect(violations(schema, parse(example.replace(good, () => bad)))).toContain(violation);
  });

  test('knows all keys of every mapping, or has a schema for those it does not know', () => {
    const open = [...schemasIn(schema)].filter(
      (part) => part['type'] === 'object' && part['additionalProperties'] === undefined,
    );
    expect(open).toEqual([]);
  });

  test('says of every key what it means, in both languages', () => {
    expect(Object.keys(keyMeaningsZh)).toEqual(Object.keys(keyMeaningsEn));
    const bare = scheduleKeys().filter(({ path }) => keyMeaningsEn[path] === undefined);
    expect(bare).toEqual([]);
  });

  test('shows every meaning', () => {
    const shown = new Set([...schemasIn(schema)].map((part) => part['description']));
    expect(Object.values(keyMeaningsEn).filter((description) => !shown.has(description))).toEqual([]);
  });

  test('tells the defaults as people write them', () => {
    const defaults = [...schemasIn(schema)].flatMap((part) =>
      part['type'] === 'string' ? [part['default']] : [],
    );
    expect(defaults).toEqual(expect.arrayContaining(['5m', '30s', '30m', '10s', '60s', 'UTC']));
  });
});
