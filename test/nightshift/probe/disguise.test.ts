import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchanged } from '../../../functions/nightshift/probe/ask.ts';
import { createDisguise } from '../../../functions/nightshift/probe/disguise.ts';
import { isWord } from '../../../functions/nightshift/probe/plain-values.ts';
import { makeEvidence } from '../../../functions/nightshift/probe/write-evidence.ts';

/** What an account could hold: names of people's own, ids, addresses, keys. */
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const ownText = fc.oneof(
  fc.stringMatching(/^q[a-z0-9-]{5,20}$/),
  fc.stringMatching(/^q[a-z]{2,4}$/),
  fc.uuid(),
  hex(32),
  fc.ipV4(),
  fc.stringMatching(/^[A-Z0-9]{20}$/),
  fc.constantFrom('生产缓存一号', 'Ölspur', 'a.b*c', 'x(y', 'kim@example.com', '$&$&', 'blue team'),
);

/** Everything of an account, once where answers tell it. */
const account = fc
  .record({ secret: fc.stringMatching(/^[A-Za-z0-9+/]{30,40}$/), name: ownText, tag: ownText, id: fc.uuid() })
  .filter(({ name, tag }) => ![name, tag].some((text) => isWord(text)));

/** Fields of answers in which a text may stand. */
const field = fc.constantFrom(
  'status',
  'error_code',
  'error_msg',
  'spec_code',
  'updated_at',
  'ip',
  'anything',
  'tags',
);

function exchanged(body: unknown, query: Readonly<Record<string, string>> = {}): Exchanged {
  const reply = { status: 200, headers: {}, body, silence: undefined, askedAt: 0, answeredAt: 1 };
  return {
    service: 'DCS',
    call: { method: 'GET', path: '/v2/{project_id}/instances', query },
    reply,
    times: 1,
  };
}

const evidenceOf = (exchanges: readonly Exchanged[], secrets: readonly string[] = []) =>
  makeEvidence({ findings: [], exchanges, secrets, known: {}, now: 0 });

describe('evidence', () => {
  test('has nothing of an account, wherever it stood', () => {
    fc.assert(
      fc.property(account, field, fc.nat(3), ({ secret, name, tag, id }, where, depth) => {
        const own = [secret, name, tag, id];
        let spread: unknown = own.map((text) => ({ [where]: text, error_msg: `refused: ${text}, sorry` }));
        for (let above = 0; above < depth; above++) spread = { nested: [spread] };
        const row = { instance_id: id, name, tags: [{ key: 'team', value: tag }], status: 'RUNNING' };
        // Also before anything tells that it is private.
        const exchanges = [exchanged(spread, { name: tag }), exchanged({ instances: [row] })];
        const text = JSON.stringify(evidenceOf(exchanges, [secret]).exchanges).toLowerCase();
        const without = text.replace(/<[a-z0-9_-]*-\d+>/g, '<>');
        for (const each of own) {
          const found = without.indexOf(JSON.stringify(each.toLowerCase()).slice(1, -1));
          const isAlone = (at: number) => !/[\p{L}\p{N}]/u.test(without.charAt(at));
          // Short words are in others, and in the names of fields.
          if (each.length >= 6) expect(found, each).toBe(-1);
          else expect(text).not.toContain(`"${each.toLowerCase()}"`);
          if (found >= 0 && each.length < 6)
            expect(isAlone(found - 1) && isAlone(found + each.length)).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('calls the same by the same placeholder, and leaves words of the service', () => {
    const id = '0f4b2c5e-6d0a-4d7e-9a52-2f0d3a3f6c11';
    const { exchanges } = evidenceOf([
      exchanged({ instances: [{ instance_id: id, name: 'mine', status: 'RUNNING', used_memory: 7 }] }),
      exchanged({ error_code: 'DCS.4111', error_msg: `the instance ${id} (mine) is restarting.` }),
    ]);
    expect(exchanges.map(({ body }) => body)).toEqual([
      {
        instances: [{ instance_id: '<instance_id-1>', name: '<name-1>', status: 'RUNNING', used_memory: 7 }],
      },
      { error_code: 'DCS.4111', error_msg: 'the instance <instance_id-1> (<name-1>) is restarting.' },
    ]);
  });

  test("keeps codes and words of services and ours that are somebody's names, too", () => {
    const finding = { id: 'dcs.absent', about: '', assumed: '404 DCS.3022' };
    const { exchanges, findings } = makeEvidence({
      findings: [
        { ...finding, seen: '404 DCS.3023', differs: true, detail: 'GET the instance behind a link' },
        { ...finding, unsettled: 'the instance was not restarted, says kim' },
        { ...finding, seen: 7, differs: true },
      ],
      exchanges: [
        exchanged({
          tags: ['DCS', 'link', '404', 'kim'].map((value) => ({ key: 'kind', value })),
          instances: [{ name: 'instance', instance_id: '7', keys: 404 }],
          error_code: 'DCS.3022',
          error_msg: 'The instance of kim does not exist in DCS (404).',
        }),
      ],
      ...{ secrets: [], known: { bucket: 'journal', project: 'restarted' }, now: 0 },
    });
    expect(exchanges[0]?.body).toMatchObject({
      tags: [1, 2, 3, 4].map((at) => ({ value: `<value-${at}>` })),
      instances: [{ name: '<name-1>', instance_id: '<instance_id-1>', keys: 404 }],
      error_msg: 'The instance of <value-4> does not exist in DCS (404).',
    });
    expect(findings.map(({ seen, detail, unsettled }) => detail ?? unsettled ?? seen)).toEqual([
      'GET the instance behind a link',
      'the instance was not restarted, says <value-4>',
      7,
    ]);
  });

  test('is not made where something private is left in it', () => {
    const mask = createDisguise(['canary-Qk3vT9zLw7XbN2mPr5'], { project: 'f'.repeat(32) });
    mask.learn({ name: 'my-cache' }, '');
    for (const text of ['canary-Qk3vT9zLw7XbN2mPr5', 'of my-cache-1', '10.0.0.1', `${'f'.repeat(32)}`])
      expect(() => mask.check([{ deep: text }])).toThrow(/\/0\/deep still holds/);
    expect(() => mask.check([{ deep: 'RUNNING <name-1>' }])).not.toThrow();
  });
});
