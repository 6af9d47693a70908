import { describe, expect, test } from 'vitest';
import { readWebhookUrl } from '../../../functions/maintenance/notify/post.ts';
import { flawsOfKind } from '../../../functions/maintenance/schedule/channels/channel-flaws.ts';

/** What a schedule may have, by kind; `anywhere`: on any host, as people run such a thing themselves. */
const kinds = [
  { kind: 'feishu', host: 'open.feishu.cn', rest: '/open-apis/bot/v2/hook/t-1' },
  { kind: 'lark', host: 'open.larksuite.com', rest: '/open-apis/bot/v2/hook/t-1' },
  { kind: 'wecom', host: 'qyapi.weixin.qq.com', rest: '/cgi-bin/webhook/send?key=k-1' },
  { kind: 'dingtalk', host: 'oapi.dingtalk.com', rest: '/robot/send?access_token=t-1' },
  { kind: 'slack', host: 'hooks.slack.com', rest: '/services/T0/B0/x' },
  {
    kind: 'teams',
    host: 'e1.api.powerplatform.com',
    rest: '/workflows/w-1/triggers/manual/paths/invoke?sig=s-1',
  },
  { kind: 'discord', host: 'discord.com', rest: '/api/webhooks/1/x' },
  { kind: 'google-chat', host: 'chat.googleapis.com', rest: '/v1/spaces/A/messages?key=k-1&token=t-1' },
  { kind: 'webhook', host: 'hooks.example.com', rest: '/a', anywhere: true },
  {
    kind: 'healthchecks',
    host: 'hc-ping.com',
    rest: '/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278',
    anywhere: true,
  },
];

/** Hosts that are, or write in some way, an address which is not public. */
const inward = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.0.0.1.'],
  ...[
    '①②⑦.0.0.1',
    '127。0。0。1',
    '0',
    '0.0.0.0',
    '10.0.0.1',
    '10.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
  ],
  ...[
    '100.125.1.250',
    '169.254.169.254',
    '169.254.169.254.',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
  ],
  ...['169.254.43518', '198.18.0.1', '224.0.0.1', '255.255.255.255', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]'],
  ...[
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
  ],
  ...['[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::a9fe:a9fe]'],
  ...[
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
  ],
  ...[
    '[fec0::1]',
    '[ff02::1]',
    '[100::1]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[5f00::1]',
    'localhost',
    'LOCALHOST',
  ],
  ...['localhost.'],
];

/** In Node's notation, what is loopback by itself: another rule lets it in where it is allowed. */
const isLoopback = (url: string) => /^(localhost\.?|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

describe.each(kinds)('the URL of a channel of $kind', ({ kind, host, rest }) => {
  /** Whether a schedule with it is refused, or else the channel when it is opened. */
  function isRefused(url: string, allowLoopback = false): boolean {
    if (flawsOfKind(kind)?.['url']?.(url, allowLoopback)) return true;
    try {
      readWebhookUrl(url, allowLoopback);
      return false;
    } catch {
      return true;
    }
  }

  test('may be what the service gives out', () => {
    expect(isRefused(`https://${host}${rest}`)).toBe(false);
    expect(isRefused(`https://${host.toUpperCase()}:443${rest}`)).toBe(false);
  });

  test.each(inward)('may not lead to %s', (inner) => {
    const url = `https://${inner}${rest}`;
    expect(isRefused(url)).toBe(true);
    if (!isLoopback(url)) expect(isRefused(url, true)).toBe(true);
    expect(isRefused(`http://${inner}${rest}`)).toBe(true);
  });

  test.each([
    `http://${host}${rest}`,
    `ftp://${host}${rest}`,
    `https://user@${host}${rest}`,
    `https://user:password@${host}${rest}`,
    `https://:password@${host}${rest}`,
    `https://${host}@127.0.0.1${rest}`,
    `https://${host}:443@169.254.169.254${rest}`,
    `https://169.254.169.254\\@${host}${rest}`,
    `https://${host}${rest}#part`,
    `https://${host}${rest}#`,
    ` https://${host}${rest}`,
    `https://${host}${rest}\n`,
    `https://ho\tst${rest}`,
    `//${host}${rest}`,
    `https://${host}${rest}${'x'.repeat(2_048)}`,
    'file:///etc/passwd',
    'data:text/plain,x',
  ])('may not be %j, whatever is allowed', (url) => {
    expect(isRefused(url)).toBe(true);
    if (!url.includes('127.0.0.1')) expect(isRefused(url, true)).toBe(true);
  });
});

describe.each(kinds.filter(({ anywhere }) => !anywhere))(
  'the host and path of $kind',
  ({ kind, host, rest }) => {
    const [label = '', top = ''] = host.split('.').slice(-2);
    const cyrillic: Readonly<Record<string, string>> = { a: 'а', e: 'е', i: 'і', o: 'о' };

    test.each([
      `https://${host}.example.com${rest}`,
      `https://${host}%2eexample.com${rest}`,
      `https://example.com/${host}${rest}`,
      `https://example.com\\.${host}${rest}`,
      `https://x${label}.${top}${rest}`,
      `https://${label.replace(/[aeio]/, (letter) => cyrillic[letter] ?? '')}.${top}${rest}`,
      `https://${host}:8443${rest}`,
      `https://${host}/`,
      `https://${host}/x`,
    ])('are not those of %s', (other) => {
      expect(flawsOfKind(kind)?.['url']?.(other, false)).toBeDefined();
      expect(flawsOfKind(kind)?.['url']?.(other, true)).toBeDefined();
    });
  },
);
