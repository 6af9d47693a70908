import { describe, expect, test } from 'vitest';
import { isReachable } from '../../../functions/maintenance/http/address-guard.ts';
import { readWebhookUrl } from '../../../functions/maintenance/notify/post.ts';

const notPublic = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.125.1.250', '127.0.0.1', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fec0::1'],
  ...['fe80::1%eth0', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '64:ff9b::7f00:1'],
  ...['100::1', '2400:3200::1%eth0', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1'],
  ...['example.com', ''],
];

describe('an address', () => {
  test.each(notPublic)('%s is not public', (address) => {
    expect(isReachable(address, 'public')).toBe(false);
  });

  test.each([
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '223.5.5.5',
    '2400:3200::1',
    '2606:4700::1111',
  ])('%s is public, and no loopback', (address) => {
    expect(isReachable(address, 'public')).toBe(true);
    expect(isReachable(address, 'loopback')).toBe(false);
  });

  test('is loopback in 127/8 and at ::1 and nowhere else', () => {
    expect(notPublic.filter((address) => isReachable(address, 'loopback'))).toEqual(['127.0.0.1', '::1']);
    expect(isReachable('127.255.255.254', 'loopback')).toBe(true);
  });
});

describe('the URL of a webhook', () => {
  test.each([
    'https://hooks.example.com/a?b=c',
    'https://hooks.example.com:8443/a',
    'https://8.8.8.8/a',
    'https://[2400:3200::1]/a',
    `https://example.com/${'x'.repeat(2_028)}`,
  ])('may be %s', (url) => {
    expect(readWebhookUrl(url, false)).toMatchObject({ reach: 'public' });
  });

  test.each([
    'http://127.0.0.1:80/a',
    'http://[::1]/a',
    'http://localhost:1/a',
    'https://127.1.2.3/',
    'http://localhost./',
  ])('may be %s only where loopback is allowed', (url) => {
    expect(readWebhookUrl(url, true)).toMatchObject({ reach: 'loopback' });
    expect(() => readWebhookUrl(url, false)).toThrow('leads to this machine itself');
  });

  test.each([
    ['http://hooks.example.com/canary', 'is not https'],
    ['ftp://127.0.0.1/canary', 'is not https'],
    ['canary', 'cannot be read'],
    ['https://canary:canary@example.com/', 'holds user info'],
    ['https://example.com/#canary', 'holds a fragment'],
    [`https://example.com/canary${'x'.repeat(2_023)}`, 'has 2049 characters'],
    ['https://169.254.169.254/canary', 'not public'],
    ['https://169.254.169.254./canary', 'not public'],
    ['https://0xa9fea9fe/canary', 'not public'],
    ['https://[::ffff:169.254.169.254]/canary', 'not public'],
    ['https://[::ffff:127.0.0.1]/canary', 'not public'],
    ['https://10.1/canary', 'not public'],
  ])('may not be %s, even where loopback is allowed', (url, message) => {
    const reading = () => readWebhookUrl(url, true);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow('canary');
  });

  test.each(['2130706433', '0x7f.1', '017700000001', '127.1', '①②⑦.0.0.1', '[::1]', '127.0.0.1.'])(
    'is seen through when it writes loopback as %s',
    (host) => {
      expect(() => readWebhookUrl(`https://${host}/`, false)).toThrow('leads to this machine itself');
    },
  );
});
