import type { ChannelFlaws, SettingFlaw } from './setting-flaw.ts';
import { channelUrlFlaw, readUrl } from './url-flaw.ts';

/** See `ChannelFlaws`. */
export const healthchecksFlaws: ChannelFlaws = { url: pingUrlFlaw };

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
