import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { withDurable } from './durable-night.ts';

/** As many cloud milliseconds as real ones in ten: the budget must be long beside the pauses of a busy machine. */
const scale = 10;
const budgetMs = 20_000;
/** A second and a half of a busy machine, and how far apart two looks at an instance are. */
const slackMs = 1_500 * scale + 10_000;

/** Paths too short for tokens, so that nobody hides channels of their names. Answers after a minute of the cloud's; without end, a word at a time; and well, with a failure in its words. */
const bad: Readonly<Record<string, (response: ServerResponse) => void>> = {
  slow: (response) => void setTimeout(() => response.end('{"errcode":0}'), 60_000 / scale),
  ever(response) {
    const timer = setInterval(() => response.write('and so on '), 20);
    response.on('close', () => clearInterval(timer));
  },
  lying: (response) => response.end('{"code":19001,"msg":"success","StatusMessage":"success"}'),
};

async function startBadReceivers() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const [, name = ''] = (request.url ?? '').split(/[/?]/);
    asked.push(name);
    bad[name]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Where nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test('a dead, a slow, an endless and a lying receiver delay a run by no more than the time for telling', async () => {
  const receivers = await startBadReceivers();
  const { url } = receivers;
  const notify = `  people: { kind: slack, url: "ENDPOINT/inbox/all", allowLoopback: true }
  dead: { kind: wecom, url: "${await deadUrl()}/?key=k-1", allowLoopback: true }
  slow: { kind: dingtalk, url: "${url}/slow?access_token=t-1", allowLoopback: true }
  ever: { kind: discord, url: "${url}/ever", allowLoopback: true }
  lying: { kind: feishu, url: "${url}/lying", allowLoopback: true }
`;
  const job = (names: string) => `
    action: soft_restart
    targets: { region: beijing, names: ["cart-1"] }
    notify: [${names}]
`;
  const jobs = `
  healthy:${job('ops, people')}
  mixed:${job('ops, people, dead, slow, ever, lying')}`;
  const options = { jobs, notify, scale, instances: [{ name: 'cart-1' }] };
  try {
    await withDurable(options, async ({ ask, ends, inbox, platform }) => {
      expect(await ask({ job: 'healthy' })).toMatchObject({ summaries: [{ status: 'succeeded' }] });
      const told = inbox.messages.length;
      const answer = await ask({ job: 'mixed' });
      const [healthy, mixed] = ends().map(({ cloudMs }) => cloudMs);
      expect(mixed).toBeLessThan((healthy ?? 0) + budgetMs + slackMs);

      // Each of the good ones heard once, of a run that went as well as the other.
      const since = inbox.messages.slice(told).map(({ path, answered }) => `${path} ${answered}`);
      expect(since.sort()).toEqual(['/all accepted', '/ops accepted']);
      expect(answer).toMatchObject({ summaries: [{ status: 'succeeded', counts: { succeeded: 1 } }] });
      expect(answer).toMatchObject({
        untold: [
          { channel: 'dead', status: 'failed', attempts: 3 },
          { channel: 'slow', status: 'unconfirmed' },
          { channel: 'ever', status: 'unconfirmed' },
          { channel: 'lying', status: 'failed', attempts: 1, reason: expect.stringContaining('19001') },
        ],
      });
      expect(new Set(receivers.asked)).toEqual(new Set(Object.keys(bad)));
      const log = platform.invocations().at(-1)?.logs.join('\n') ?? '';
      for (const name of ['dead', ...Object.keys(bad)])
        expect(log).toMatch(new RegExp(`"level":"error".*"message":"channel told".*"channel":"${name}"`));

      await ask({ job: 'mixed' });
      const head = JSON.stringify(inbox.messages.filter(({ path }) => path === '/all').at(-1)?.json);
      for (const name of ['dead', ...Object.keys(bad)])
        expect(head).toContain(`the channel ${name} did not confirm the message`);
      expect(head).not.toContain('the channel people');
    });
  } finally {
    receivers.close();
  }
});
