import { describe, expect, test } from 'vitest';
import { callEndings } from '../../../functions/maintenance/foundation/call-cause.ts';
import { endCodes, failureCodes, problemCodes } from '../../../functions/maintenance/foundation/codes.ts';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { dingtalk } from '../../../functions/maintenance/notify/dingtalk.ts';
import { discord } from '../../../functions/maintenance/notify/discord.ts';
import { feishu } from '../../../functions/maintenance/notify/feishu.ts';
import { googleChat } from '../../../functions/maintenance/notify/google-chat.ts';
import { slack } from '../../../functions/maintenance/notify/slack.ts';
import { teams } from '../../../functions/maintenance/notify/teams.ts';
import { wecom } from '../../../functions/maintenance/notify/wecom.ts';
import { reasonWith } from '../../../functions/maintenance/report/describe-cause.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { outcomes } from '../../../functions/maintenance/run/outcome.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { bodyOf } from './golden-bodies.ts';

const kinds = { feishu, wecom, dingtalk, slack, teams, discord, googleChat };

/** What stays as it is in every language: names, statuses, settings, commands, terms, and what the cloud said. */
const allowed = new Set(
  [
    'Nightshift nightshift validate plan doctor docs zh CN events md status DCS Redis HTTP VPC DNS NAT TLS ID JSON config iam policy json',
    'RUNNING ERROR RESTARTING FLUSHING FROZEN maxFailures destroysData acknowledged appendonly targets exclude ids journal',
    'noData act enabled false beijing orders nightly soft restart retryFailed Internal service error request li wei load test',
    'dcs instance getConfiguration example com schedule yaml jobs cron audit at all here',
  ].flatMap((words) => words.split(' ')),
);

/** The words of Latin letters in what a body shows to people, codes and markup aside. */
function latinWords(body: unknown): readonly string[] {
  const texts: string[] = [];
  JSON.stringify(body, (_, value) => {
    if (typeof value === 'string' && /[\p{Script=Han}\s]/u.test(value)) texts.push(value);
    return value;
  });
  const codes = [...endCodes, ...problemCodes, ...failureCodes].sort((a, b) => b.length - a.length);
  return texts
    .flatMap((text) => {
      let left = text.replace(/<\/?[a-z]+(?: [a-z]+="?[\w ]+"?)?>|&#?\w+;/g, ' ');
      left = left.replace(/\b(DCS|HTTP|APIGW)\.\d+|\bTIMEOUT\b|\d{4}-\d\d-\d\dT[\d:+.-]+/g, ' ');
      for (const code of codes) left = left.replaceAll(code, ' ');
      return left.match(/[A-Za-z]{2,}/g) ?? [];
    })
    .filter((word) => !allowed.has(word));
}

const cause = {
  code: 'DCS.5000',
  message: 'Internal service error.',
  ending: 'refused',
  status: 500,
  requestId: '1a2b',
  permission: 'dcs:instance:getConfiguration',
} as const;

const told = (rows: readonly SummaryInstance[], changes: Parameters<typeof runEnd>[1] = {}): Notice => {
  const summary = summarize(runEnd(rows, changes));
  return { type: 'nightshift.run.finished', id: summary.run, summary };
};

/** What a run says in English of an instance, which nobody is to read in Chinese. */
const reasons = [
  'is still RESTARTING after 30m; DCS may yet bring it back',
  'not started: 2 failed, and maxFailures allows 1',
  'the answer to the call was lost, and it did not restart within 1m (3 tries)',
  'whether a soft restart clears its data is not known, so it was left alone: how it keeps its data could not be read',
  'something that nobody has translated',
];

describe.each(Object.entries(kinds))('a message to %s in Chinese', (_, kind) => {
  const wordsOf = (notice: Notice) =>
    (['build', 'text'] as const).flatMap((form) =>
      latinWords(bodyOf(notice, kind, form, { language: 'zh' })),
    );

  test.each(outcomes)(
    'has nothing of ours in English, whatever the code of an instance that %s',
    (outcome) => {
      for (const [index, code] of endCodes.entries()) {
        const reason = reasonWith(reasons[index % reasons.length] ?? '', cause);
        const one = row('orders', { outcome, code, reason, cause, outageSeconds: null });
        expect(wordsOf(told([one]))).toEqual([]);
      }
    },
  );

  test('nor in a problem, with what the cloud said or how it was silent', () => {
    for (const code of problemCodes)
      expect(wordsOf(told([], { problems: [{ code, region: 'beijing', reason: 'none of ours' }] }))).toEqual(
        [],
      );
    for (const ending of callEndings) {
      const silent = { code: 'TIMEOUT', message: 'Internal service error.', ending, host: 'dcs.example.com' };
      const problem = { code: 'TIMEOUT', region: null, reason: 'none of ours', cause: silent };
      expect(wordsOf(told([], { problems: [problem] }))).toEqual([]);
    }
  });

  test('nor in notes', () => {
    const notes = [
      'a restart clears the data of 1 of 2 instances: orders',
      'of 1 of 2 instances it is not known whether a restart keeps their data: orders; its replicas could not be counted (DCS.5000)',
      'moved to 04:00 by li.wei until 2026-12-03: load test',
      'clocks go forward this night, from 02:00 to 03:00',
      'missed, as no tick came in time: orders',
      'jitter: 4m 10s after 03:30',
      'put off from 2026-11-23 03:30: calendar audit: 春节 (Spring Festival)',
      '2 rows of the list of beijing cannot be read, of instances that the job is not for: orders (a status, tags) and 1 more',
    ];
    expect(wordsOf(told([row('orders')], { notes }))).toEqual([]);
  });

  test.each([...failureCodes, ...problemCodes])('nor when an invocation fails with %s', (code) => {
    const message = 'schedule.yaml:5:16 jobs.nightly.cron: "30 3" - expected five fields';
    const failure = { code, message, requestId: '1a2b', cause };
    expect(wordsOf({ type: 'nightshift.invocation.failed', id: 'failed-1', failure })).toEqual([]);
  });
});
