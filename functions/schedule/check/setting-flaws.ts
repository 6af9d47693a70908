/** What is wrong with a setting, in the two halves of a diagnostic; never shows the setting. */
export type SettingFlaw = { readonly found: string; readonly expected: string };

/** Huawei's id of a region becomes part of a host name. */
export function regionIdFlaw(id: string): SettingFlaw | undefined {
  if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)) return undefined;
  return { found: 'no id of a region', expected: 'small letters, digits and -, such as cn-north-4' };
}

/** The id of a project becomes part of the path of every call. */
export function projectIdFlaw(id: string): SettingFlaw | undefined {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(id)) return undefined;
  return { found: 'no id of a project', expected: 'letters and digits, as shown under My Credentials' };
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

/** A webhook's URL is a secret of its own: https, or http to this machine where the channel allows it. */
export function channelUrlFlaw(text: string, allowLoopback: boolean): SettingFlaw | undefined {
  const url = readUrl(text);
  if (!url) return { found: 'no URL', expected: 'https:// and a host' };
  const part = needlessPart(url);
  if (part !== undefined) return { found: `${part} in the URL`, expected: 'a URL without it' };
  if (url.protocol === 'https:') return undefined;
  const expected = 'https; with allowLoopback: true also http to 127.0.0.1 or ::1';
  const local = ['127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'http:' || !local) return { found: unsafeScheme(url), expected };
  return allowLoopback ? undefined : { found: 'http to this machine without allowLoopback', expected };
}

/** A key of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function channelSecretFlaw(secret: string): SettingFlaw | undefined {
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

function readUrl(text: string): URL | undefined {
  // The URL parser drops blanks and line breaks in silence; a value pasted with one is not what was meant.
  return /\s/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
}

/** Does not show the scheme: of a secret with a colon in it, that would be the first half. */
function unsafeScheme({ protocol }: URL): string {
  return protocol === 'http:' ? 'http to another machine' : 'neither https nor http';
}

function needlessPart(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'a user or password';
  return url.href.includes('#') ? 'a fragment (#)' : undefined;
}
