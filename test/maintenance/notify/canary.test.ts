import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ChannelParts } from '../../../functions/maintenance/notify/channel.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import { createWebhookChannel } from '../../../functions/maintenance/notify/webhook-channel.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SettingsOf } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { type Answer, hangUp, startReceiver } from './receiver.ts';
import { channelParts, finished, invocationFailed, now } from './sample-notice.ts';

const key = Buffer.from('canary-in-the-signing-secret-1').toString('base64');
const canaries = /canary|Y2FuYXJ5|whsec_/i;
const path = '/CanaryPath/canary%2Fescaped?access_token=canary-query&canary-bare';

/** Answers with all that it was sent, in every place where an answer can hold it. */
function echo(code: number): Answer {
  return (response, request) => {
    const all = JSON.stringify(request);
    response
      .writeHead(code, 'CanaryPath', { location: request.path, 'x-echo': encodeURIComponent(all) })
      .end(all);
  };
}

describe('secrets planted in the URL, the query and the signing secret', () => {
  test.each([200, 302, 400, 404, 410, 500])('show nowhere when they are echoed with %i', async (code) => {
    await using receiver = await startReceiver(echo(code));
    await expectNoCanary(`${receiver.url}${path}`);
  });

  test('show nowhere when the receiver hangs up', async () => {
    await using receiver = await startReceiver(hangUp);
    await expectNoCanary(`${receiver.url}${path}`);
  });

  test.each([
    `https://127.0.0.1:1${path}#canary`,
    `https://canary:canary@127.0.0.1${path}`,
    `http://canary.example.com${path}`,
    `//${path}`,
    'canary',
  ])('show nowhere when the URL is unfit: %s', async (url) => {
    await expectNoCanary(url);
    expect(shown(() => createWebhookChannel(partsFor(url, [])))).not.toMatch(canaries);
  });

  test.each(['canary', 'whsec_canary', `whsec_${key}canary`])(
    'show nowhere when %s cannot sign',
    (secret) => {
      const parts = channelParts(`http://127.0.0.1:1${path}`, { secret });
      // The one word of it that is no secret.
      expect(
        shown(() => createWebhookChannel(parts)).replaceAll(/begin with whsec_|expected whsec_/g, ''),
      ).not.toMatch(canaries);
    },
  );

  test('are not sent to the receiver in what an API said', async () => {
    const url = `https://hooks.example.com${path}`;
    await using receiver = await startReceiver(echo(200));
    const reason = `could not reach ${url} with whsec_${key}`;
    const summary = summarize(runEnd([row('CanaryPath', { id: 'id-1', reason })]));
    const parts = { ...channelParts(receiver.url), redact: createRedactor([url, `whsec_${key}`]) };
    await createWebhookChannel(parts).tell({ ...finished, summary }, now + 60_000);
    expect(receiver.received[0]?.body).toContain('[redacted]');
    expect(receiver.received[0]?.body).not.toMatch(canaries);
  });
});

async function expectNoCanary(url: string) {
  const lines: unknown[] = [];
  const channel = await createChannel(partsFor(url, lines));
  const deliveries = [
    await channel.tell(finished, now + 60_000),
    await channel.tell(invocationFailed, now + 60_000),
  ];
  expect(lines.length).toBeGreaterThan(0);
  expect(inspect({ deliveries, lines, channel }, { depth: null, showHidden: true })).not.toMatch(canaries);
}

function partsFor(url: string, lines: unknown[]): ChannelParts<SettingsOf<'webhook'>> {
  const parts = channelParts(url, { secret: `whsec_${key}` });
  return { ...parts, log: (message, fields) => lines.push({ message, ...fields }) };
}

/** All that can be seen of what it throws. */
function shown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    // Not the stack: it names the test's file, which is called canary.
    const bare = error instanceof Error ? Object.assign(error, { stack: error.message }) : error;
    return inspect(bare, { depth: null, showHidden: true });
  }
  throw new Error('nothing was thrown');
}
