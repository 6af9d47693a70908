import { needlessPart, readUrl, type SettingFlaw, unsafeScheme } from '../channels/url-flaw.ts';

/** Huawei's id of a region becomes part of a host name. */
export function regionIdFlaw(id: string): SettingFlaw | undefined {
  if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)) return undefined;
  return { found: 'no id of a region', expected: 'small letters, digits and -, such as cn-north-4' };
}

/** The id of a project becomes part of the path of every call; the name of one, which people copy too, finds nothing. */
export function projectIdFlaw(id: string): SettingFlaw | undefined {
  if (/^[0-9a-f]{32}$/.test(id)) return undefined;
  const looks = /^[0-9a-f-]{36}$/i.test(id) ? 'a UUID with hyphens' : regionIdFlaw(id) ? '' : 'a name';
  return {
    found: looks === '' ? 'no id of a project' : `${looks}, which is no id of a project`,
    expected: '32 signs, 0-9 and a-f, as shown under My Credentials',
  };
}

/** Requests to an endpoint carry signatures: https, or http that does not leave the machine. */
export function endpointFlaw(text: string): SettingFlaw | undefined {
  const url = readUrl(text);
  if (!url) return { found: 'no URL', expected: 'https:// and a host' };
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    return { found: unsafeScheme(url), expected: 'https; http only to 127.0.0.1, ::1 or localhost' };
  }
  const part =
    needlessPart(url) ?? (url.pathname !== '/' || url.search !== '' ? 'a path or query' : undefined);
  return part === undefined
    ? undefined
    : { found: `${part} in the URL`, expected: 'only https:// and a host' };
}

/** A bucket and what the keys in it begin with, or a folder. */
export function journalUrlFlaw(text: string): SettingFlaw | undefined {
  const expected = 'obs://BUCKET/PREFIX, or file:FOLDER for trying things out';
  if (/^file:./.test(text)) return undefined;
  const [, bucket = '', prefix = ''] = /^obs:\/\/([^/]*)\/?(.*)$/.exec(text) ?? [];
  // OBS: 3 to 63 small letters, digits, hyphens and periods.
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return { found: 'no bucket of OBS', expected };
  if (/^[A-Za-z0-9._/-]{0,200}$/.test(prefix)) return undefined;
  return { found: 'a prefix with other signs', expected: 'letters, digits and . _ - / in the prefix' };
}
