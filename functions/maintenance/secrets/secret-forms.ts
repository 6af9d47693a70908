import { isOrdinary } from './ordinary-words.ts';

/** A part of a URL shorter than this is `v2`, `bot` or `send`, not a token. */
const leastPartLength = 6;
/** A path of parts shorter than this is of no words that anybody would miss. */
const leastWordLength = 4;

/**
 * Every text by which a secret can be recognised: itself, the key within a `whsec_` secret and, if it is a URL,
 * its path segments but ordinary words, query values and user info; each percent-encoded, decoded, escaped as JSON, in base64 and in hex.
 * To be sought without regard to capitals. A URL's host is left out: it is what people need to find a channel that
 * does not work.
 */
export function secretForms(secret: string): ReadonlySet<string> {
  const values = [secret, ...urlParts(secret).filter((part) => part.length >= leastPartLength)];
  if (secret.startsWith('whsec_')) values.push(secret.slice('whsec_'.length));
  // Of what holds another, the other is found: these forms are long, and many.
  const least = values.filter((value) => !values.some((other) => other !== value && value.includes(other)));
  const forms = [...values.flatMap(asText), ...least.flatMap(asBytes)];
  return new Set(forms.filter((form) => form !== ''));
}

function urlParts(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  // `abc:def` parses too, with nothing but a scheme and a path.
  if (url.host === '') return [];
  const whole = url.pathname.split('/').filter((part) => part !== slugOf(url));
  const segments = whole.filter((part) => !isOrdinary(part));
  const isOfWords = segments.length === 0 && whole.some((part) => part.length >= leastWordLength);
  return [
    url.href,
    // Of one with nothing but words in it, nothing is to be hidden.
    ...(isOfWords ? [] : [url.pathname]),
    ...segments,
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

function asText(value: string): string[] {
  const decoded = percentDecoded(value);
  const percent = [value, decoded].map((text) => encodeURIComponent(wellFormed(text)));
  const plain = [
    value,
    decoded,
    ...percent,
    ...percent.map((text) => text.replaceAll('%20', '+')),
    ...percent.map(encodeURIComponent),
  ];
  return [...new Set(plain)].flatMap(asJson);
}

/** PHP's json_encode writes `\/`, Java's Gson `\u003d`, ours neither; a reply may echo any. */
function asJson(text: string): string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const forHtml = escaped.replace(
    /[&'<=>]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [text, escaped, escaped.replaceAll('/', '\\/'), forHtml];
}

/** In hex, and what base64 makes of it whatever stands before: three bytes are four characters. */
function asBytes(value: string): string[] {
  // What is shorter is in the base64 of every other text.
  if (value.length < leastPartLength) return [];
  return [...new Set([value, percentDecoded(value)])].flatMap((text) => {
    const bytes = Buffer.from(text);
    const inBase64 = [0, 1, 2].flatMap((before) => {
      const whole = Buffer.concat([Buffer.alloc(before), bytes]);
      // The characters that nothing but the secret has a part in.
      const own = whole.toString('base64').slice(before && before + 1, Math.floor((whole.length * 8) / 6));
      return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
    });
    return [bytes.toString('hex'), ...inBase64];
  });
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
