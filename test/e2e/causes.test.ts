import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Summary,
  type SummaryInstance,
  summarySchema,
} from '../../functions/maintenance/report/summary.ts';
import { feishuInbox } from '../../functions/minicloud/inbox/chats/feishu.ts';
import { slackInbox } from '../../functions/minicloud/inbox/chats/slack.ts';
import { summariesOf, withDeployed } from './deployed-night.ts';

const job = (name: string) => `
  ${name}:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, tags: { job: ${name} } }
    retry: { attempts: 1 }
    rollout: { maxFailures: 100% }
    notify: [slack, feishu]
`;
const jobs = ['refused', 'unread', 'rejected', 'silent'];
const tagged = (name: string, job: string) => ({ name, tags: { job } });
const nameless = {
  id: 'a1b2c3d4-0000-4000-8000-000000000001',
  name: '',
  tags: { job: 'refused' },
};
const unseen = {
  id: 'b1b2c3d4-0000-4000-8000-000000000002',
  name: ' \u200b\u0007',
  tags: { job: 'refused' },
};
const ids = {
  config: 'c1b2c3d4-0000-4000-8000-000000000003',
  show: 'd1b2c3d4-0000-4000-8000-000000000004',
  rejected: 'e1b2c3d4-0000-4000-8000-000000000005',
  silent: 'f1b2c3d4-0000-4000-8000-000000000006',
};

describe('what the cloud said last stands in summary, log and every message', () => {
  const summaries = new Map<string, Summary>();
  const sent = new Map<string, string>();
  let log = '';

  beforeAll(async () => {
    const chat = (name: string) =>
      `  ${name}: { kind: ${name}, url: "\${ENDPOINT}/inbox/${name}", allowLoopback: true`;
    await withDeployed(
      {
        jobs: jobs.map(job).join(''),
        notify: `${chat('slack')} }\n${chat('feishu')}, secret: demo, language: zh }\n`,
        chats: { '/slack': slackInbox(), '/feishu': feishuInbox('demo') },
        instances: [
          nameless,
          unseen,
          { ...tagged('by-config', 'unread'), id: ids.config },
          { ...tagged('by-show', 'unread'), id: ids.show },
          { ...tagged('said-no', 'rejected'), id: ids.rejected },
          { ...tagged('said-nothing', 'silent'), id: ids.silent },
        ],
        faults: [
          {
            operation: 'RestartOrFlushInstances',
            matches: { instance: nameless.id },
            effect: { kind: 'server-error', code: 'DCS.5000' },
          },
          {
            operation: 'RestartOrFlushInstances',
            matches: { instance: ids.rejected },
            effect: { kind: 'item-failed' },
          },
          {
            operation: 'RestartOrFlushInstances',
            matches: { instance: ids.silent },
            effect: { kind: 'dropped-before' },
          },
          {
            operation: 'ListConfigurations',
            matches: { instance: ids.config },
            effect: { kind: 'server-error', code: 'DCS.5000' },
          },
          {
            operation: 'ShowInstance',
            matches: { instance: ids.show },
            effect: { kind: 'forbidden' },
          },
        ],
        scale: 6_000,
      },
      async ({ invoke, inbox }) => {
        for (const name of jobs) {
          const before = inbox.messages.length;
          const invocation = await invoke({ job: name });
          const [summary] = summariesOf(invocation);
          if (summary) summaries.set(name, summarySchema.parse(summary));
          log += invocation.logs.join('\n');
          for (const { path, body } of inbox.messages.slice(before)) sent.set(`${name}${path}`, body);
        }
      },
    );
  });

  const instanceOf = (name: string, id: string): SummaryInstance => {
    const found = summaries.get(name)?.instances.find((each) => each.id === id);
    if (!found) throw new Error(`${id} is not in the summary of ${name}`);
    return found;
  };

  test('of an action that was answered with an error', () => {
    const { outcome, reason, cause } = instanceOf('refused', nameless.id);
    expect(outcome).not.toBe('succeeded');
    expect(cause).toMatchObject({
      code: 'DCS.5000',
      message: 'Internal service error.',
      ending: 'refused',
      status: 500,
    });
    const short = `DCS.5000 "Internal service error." (HTTP 500, request ${cause?.requestId})`;
    expect(reason).toContain(`last answer: ${short}`);
    for (const place of [log, sent.get('refused/slack')]) {
      expect(place).toContain('Internal service error.');
      expect(place).toContain(`HTTP 500, request ${cause?.requestId}`);
    }
    expect(sent.get('refused/feishu')).toContain(cause?.requestId);
  });

  test('of an answer that says no and not why', () => {
    const { code, reason, cause } = instanceOf('rejected', ids.rejected);
    expect(code).toBe('rejected');
    expect(cause).toMatchObject({ status: 200, requestId: expect.any(String) });
    expect(reason).toContain(`HTTP 200, request ${cause?.requestId}`);
  });

  test('of a connection that was lost, which is no answer', () => {
    const { reason, cause } = instanceOf('silent', ids.silent);
    expect(cause).toMatchObject({ code: 'CLOSED', ending: 'reset', host: expect.stringContaining(':') });
    expect(reason).toContain('the answer to the call was lost');
    expect(reason).toContain(`last call: the connection to ${cause?.host} was lost`);
    expect(sent.get('silent/feishu')).toContain('应答前连接中断');
  });

  test('of facts that could not be read, with the permission to grant, and without advice against the protection', () => {
    const byConfig = instanceOf('unread', ids.config);
    expect(byConfig).toMatchObject({
      outcome: 'refused',
      code: 'data-unknown',
      attempts: 0,
      cause: { code: 'DCS.5000', status: 500 },
    });
    const byShow = instanceOf('unread', ids.show);
    expect(byShow).toMatchObject({
      outcome: 'refused',
      code: 'data-unknown',
      cause: { code: 'DCS.2003', status: 403, permission: 'dcs:instance:get' },
    });
    expect(byShow.reason).toContain("grant dcs:instance:get to the function's agency");
    const all = [JSON.stringify(summaries.get('unread')), ...sent.values(), log].join('\n');
    expect(all).not.toContain('acknowledged');
    expect(summaries.get('unread')?.notes.join()).not.toMatch(/clears the data of \d/);
    expect(summaries.get('unread')?.notes.join()).toContain('of 2 of 2 instances it is not known');
  });

  test('of an instance without a name that can be seen, called by its id', () => {
    for (const { id } of [nameless, unseen]) {
      expect(instanceOf('refused', id).name).toBe(id);
      for (const channel of ['slack', 'feishu']) expect(sent.get(`refused/${channel}`)).toContain(id);
    }
  });
});
