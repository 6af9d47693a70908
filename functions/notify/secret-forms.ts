/**
 * Path words that chat services and Nightshift print in public. Hiding them would deface every text that
 * says "services" or "webhook" and protect nothing.
 */
const publicWords = new Set([
  'automations',
  'direct',
  'hooks',
  'invoke',
  'manual',
  'messages',
  'nightshift',
  'open-apis',
  'powerautomate',
  'services',
  'spaces',
  'triggers',
  'webhook',
  'webhooks',
  'workflows',
]);

/** A part of a URL shorter than this is `v2`, `bot` or `send`, not a token. */
const leastPartLength = 6;

/**
 * Every text by which a secret can be recognised: itself, the key within a `whsec_` secret and, if it is a URL,
 * its path segments, query values and user info; each percent-encoded, decoded and escaped as JSON. A URL's host
 * is left out: it is what people need to find a channel that does not work.
 */
export function secretForms(secret: string): ReadonlySet<string> {
  const values = [secret, ...urlParts(secret).filter(isTelling)];
  if (secret.startsWith('whsec_')) values.push(secret.slice('whsec_'.length));
  return new Set(values.flatMap(encodings).filter((form) => form !== ''));
}

function urlParts(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  // `abc:def` parses too, with nothing but a scheme and a path.
  if (url.host === '') return [];
  return [
    url.href,
    url.pathname,
    ...url.pathname.split('/').filter((part) => part !== slugOf(url)),
    url.search.slice(1),
    ...url.search.slice(1).split('&').map(queryValue),
    url.username,
    url.password,
    url.hash.slice(1),
  ];
}

/**
 * The name of a check of Healthchecks, behind the ping key: mostly that of a job, which no summary could do without.
 */
function slugOf({ hostname, pathname }: URL): string | undefined {
  const named =
    hostname === 'hc-ping.com' ? /^\/[\w-]{22}\/([a-z0-9_-]+)$/ : /\/ping\/[\w-]{22}\/([a-z0-9_-]+)$/;
  return named.exec(pathname)?.[1];
}

function queryValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1);
}

function isTelling(part: string): boolean {
  return part.length >= leastPartLength && !publicWords.has(part.replaceAll('/', '').toLowerCase());
}

function encodings(value: string): string[] {
  const decoded = percentDecoded(value);
  const percent = [value, decoded].map((text) => encodeURIComponent(wellFormed(text)));
  const plain = [
    value,
    decoded,
    ...percent,
    ...percent.map((text) => text.replaceAll('%20', '+')),
    ...percent.map((text) => text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())),
  ];
  // PHP's json_encode writes `\/`, ours does not; a reply may echo either.
  return plain.flatMap((text) => [text, jsonEscaped(text), jsonEscaped(text).replaceAll('/', '\\/')]);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `encodeURIComponent` throws at half a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
