import { endpointFlaw } from '../check/address-flaws.ts';
import type { ChannelKind, ChannelSettings } from './channel-settings.ts';
import { chatFlaws } from './chat-addresses.ts';
import { readTopicUrn } from './topic-urn.ts';
import { type ChannelFlaws, channelUrlFlaw, readUrl, type SettingFlaw } from './url-flaw.ts';

/** What can be wrong with each kind; apart from the schemas, which a tick that has nothing to do does not load. */
const channelFlaws: Readonly<Record<ChannelKind, ChannelFlaws>> = {
  ...chatFlaws,
  webhook: { url: channelUrlFlaw, secret: signingSecretFlaw },
  smn: { topicUrn: topicUrnFlaw, endpoint: endpointFlaw },
  healthchecks: { url: pingUrlFlaw },
};

/** The rules for a kind as it was written; `undefined` for one that is unknown. */
export function flawsOfKind(kind: unknown): ChannelFlaws | undefined {
  return typeof kind === 'string' && Object.hasOwn(channelFlaws, kind)
    ? channelFlaws[kind as ChannelKind]
    : undefined;
}

/** The values of a channel that must not be shown. */
export function secretsOfChannel(channel: ChannelSettings): readonly string[] {
  const settings: Readonly<Record<string, unknown>> = channel;
  return ['url', 'secret'].map((key) => settings[key]).filter((value) => typeof value === 'string');
}

/** A key of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
function signingSecretFlaw(secret: string): SettingFlaw | undefined {
  const expected = 'whsec_ and 24 to 64 bytes in base64, such as openssl rand -base64 32 prints';
  const encoded = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(
    secret,
  )?.[1];
  if (encoded === undefined) {
    return {
      found: secret.startsWith('whsec_') ? 'a secret that is no base64' : 'a secret without whsec_',
      expected,
    };
  }
  const bytes = (encoded.replaceAll('=', '').length * 3) >> 2;
  return bytes >= 24 && bytes <= 64 ? undefined : { found: `a secret of ${bytes} bytes`, expected };
}

function topicUrnFlaw(urn: string): SettingFlaw | undefined {
  if (readTopicUrn(urn)) return undefined;
  const expected = "urn:smn:REGION:PROJECT-ID:TOPIC, as the topic's page shows it";
  // A subscription's has one part more.
  return urn.startsWith('urn:smn:') && urn.split(':').length === 6
    ? { found: 'the URN of a subscription', expected }
    : { found: 'no URN of a topic', expected };
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.source;
const check = new RegExp(`^/(?:${uuid}|[\\w-]+/[\\w-]+)/?$`, 'i');
const withSignal = new RegExp(`^/(?:${uuid}|[^/]+/[^/]+)/(?:start|fail|log|\\d{1,3})/?$`, 'i');

/** The URL of a check, at the service or on a machine of one's own, without what says how a run went. */
function pingUrlFlaw(text: string, allowLoopback: boolean): SettingFlaw | undefined {
  const flaw = channelUrlFlaw(text, allowLoopback);
  const url = readUrl(text);
  if (flaw || !url) return flaw;
  const expected = "a check's ping URL: https://hc-ping.com/UUID or https://hc-ping.com/PING-KEY/SLUG";
  if (/^\/(checks|projects)\//.test(url.pathname))
    return { found: 'the URL of a page about checks', expected };
  // Machines of one's own have it at `/ping`, which may lie below something else.
  const path = url.pathname.replace(/^.*\/ping(?=\/)/, '');
  if (withSignal.test(path)) {
    return { found: 'a URL that ends in a signal', expected: 'it without /start, /fail, /log or a number' };
  }
  if (url.searchParams.has('rid'))
    return { found: 'rid= in the URL', expected: 'none: each run has its own' };
  const ours = url.hostname.replace(/\.$/, '') === 'hc-ping.com';
  if (path === '/' || (ours && !check.test(path))) return { found: 'a URL that names no check', expected };
  return undefined;
}
