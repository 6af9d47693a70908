import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { channelSettings } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { startReceiver } from './receiver.ts';
import { finished, now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const canaries = /canary/i;
const path = '/CanaryPath/canary%2Fescaped?access_token=canary-query&key=canary-key&sig=canary-sig';

/** Each kind of chat with the keys it may have. */
const chats = [
  { kind: 'feishu', secret: 'canary-secret' },
  { kind: 'lark', secret: 'canary-secret' },
  { kind: 'wecom' },
  { kind: 'dingtalk', secret: 'canary-secret' },
  { kind: 'slack' },
  { kind: 'teams' },
  { kind: 'discord' },
  { kind: 'google-chat' },
] as const;

describe.each(chats)('secrets of the chat $kind', (written) => {
  const secret = 'secret' in written ? written.secret : '';

  async function tellEchoing(status: number) {
    await using receiver = await startReceiver((response, request) => {
      const all = JSON.stringify({ ...request, code: 19001, errcode: 40035 });
      response.writeHead(status, { location: request.path, 'x-echo': encodeURIComponent(all) }).end(all);
    });
    const url = `${receiver.url}${path}`;
    const lines: unknown[] = [];
    const channel = await createChannel({
      name: 'ops',
      settings: channelSettings.parse({ ...written, url, allowLoopback: true }),
      clock: stillClock(now),
      random: () => 0.5,
      redact: createRedactor([url, secret]),
      log: (message, fields) => lines.push({ message, ...fields }),
    });
    const reason = `could not reach ${url} with ${secret}`;
    const summary = summarize(
      runEnd([row('CanaryPath', { id: 'id-1', outcome: 'failed', reason })], { notes: [reason] }),
    );
    const delivery = await channel.tell({ ...finished, summary }, now + 60_000);
    return { seen: inspect({ delivery, lines, channel }, { depth: null, showHidden: true }), receiver };
  }

  test.each([200, 302, 400, 404, 410, 500])('show nowhere when they are echoed with %i', async (status) => {
    const { seen, receiver } = await tellEchoing(status);
    expect(seen).toContain('channel tried');
    expect(seen).not.toMatch(canaries);
    expect(receiver.received[0]?.body).toContain('redacted');
    expect(receiver.received[0]?.body).not.toMatch(canaries);
  });
});
