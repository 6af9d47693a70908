import { describe, expect, test } from 'vitest';
import { withJournalBeside } from './journal-beside.ts';

describe.each(['obs', 'file'] as const)('beside a journal of kind %s', (kind) => {
  test('status, history and cancel see and do the same as the function', async () => {
    await withJournalBeside(kind, async ({ open, nightshift }) => {
      const ended = [
        {
          run: expect.stringMatching(/^empty@/),
          job: 'empty',
          status: 'empty',
          endedAt: expect.stringMatching(/\+08:00$/),
          outcomes: expect.any(Object),
        },
      ];
      const status = await nightshift(['status', '--json']);
      expect(status).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(status.stdout)).toEqual({
        unfinished: [
          {
            run: open,
            enteredAt: expect.stringMatching(/\+08:00$/),
            state: 'held',
            note: expect.stringMatching(/^held by died\//),
            selected: 2,
            left: 2,
            away: ['cache-0', 'cache-1'].map((name) =>
              expect.objectContaining({ name, kind: 'sending', status: 'RUNNING', expected: 'RUNNING' }),
            ),
          },
        ],
        ended,
      });
      const history = await nightshift(['history', '--json']);
      expect(JSON.parse(history.stdout)).toEqual({ ended });

      const cancelled = await nightshift(['cancel', open.slice(0, -1), '--by', 'li.wei', '--json']);
      expect(cancelled).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(cancelled.stdout)).toEqual({ cancelled: open, left: 2 });

      const after = await nightshift(['status']);
      expect(after.code).toBe(0);
      expect(after.stdout).toMatch(
        new RegExp(`${open}\\s+held\\s+2 of 2\\s+held by died/.*cancelled by li\\.wei`),
      );
      expect(after.stdout).toMatch(/empty +empty@/);
      expect(after.stdout).toMatch(
        /\ncache-1 \(beijing\) +being sent, no answer known +\S+ \S+ +- +RUNNING /,
      );
    });
  });

  test('cancel says what is wrong with a run that nobody knows', async () => {
    await withJournalBeside(kind, async ({ nightshift }) => {
      const refused = await nightshift(['cancel', 'nightly@nobody', '--json']);
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'run.unknown' } });
      expect(refused.stderr).toContain('nothing is known here of a run "nightly@nobody"');
    });
  });
});

test('a journal in a bucket wants keys, and says which; wrong ones are told as such', async () => {
  await withJournalBeside('obs', async ({ nightshift }) => {
    const without = await nightshift(['status', '--json'], {});
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('HUAWEICLOUD_SDK_AK is missing or empty');
    const wrong = { HUAWEICLOUD_SDK_AK: 'LOOKINGAFTERRUNS0001', HUAWEICLOUD_SDK_SK: 'not-the-secret-key' };
    const denied = await nightshift(['history', '--json'], wrong);
    expect(denied.code).toBe(1);
    expect(denied.stderr).toContain('SignatureDoesNotMatch');
    expect(denied.stderr + denied.stdout).not.toContain('not-the-secret-key');
  });
});
