/** Which letters follow one another in words that people make, names in pinyin among them. */
const pairs: Readonly<Record<string, string>> = {
  a: 'bcdefgiklmnoprstuvwxyz',
  b: 'abeilorsuy',
  c: 'acehikloqrtuy',
  d: 'adegiloruwy',
  e: 'abcdefghilmnopqrstuvwxy',
  f: 'aefiloruty',
  g: 'aeghilnorsuy',
  h: 'aeiortuy',
  i: 'abcdefgklmnopqrstuvxz',
  j: 'aeiou',
  k: 'aeilnosy',
  l: 'acdefgiklmopstuvy',
  m: 'abeimnopsuy',
  n: 'abcdefghiknorstuvyz',
  o: 'abcdefghiklmnoprstuvwxy',
  p: 'aehilnoprstuy',
  q: 'iu',
  r: 'abcdefgiklmnoprstuvy',
  s: 'acehiklmnopqrstuwy',
  t: 'acehilmoprstuwy',
  u: 'abcdefgilmnoprstxz',
  v: 'aeiou',
  w: 'aehinorsy',
  x: 'aceipty',
  y: 'aeimnopst',
  z: 'aehiouyz',
};

const longestWord = 15;

/** Words that people also print as one, of more letters than `isWord` would believe. */
const compounds = new Set(['nightshift', 'open-apis', 'powerautomate', 'webhook', 'webhooks', 'workflows']);

/** What calls itself a secret is believed. */
const telling = /secret|token|passw|canary/i;

/**
 * Whether a segment of a URL's path is what people call things (`inbox`, `feishu`, `deploy-hook`, `v2`,
 * `IncomingWebhook`) and no token: at most two words, and perhaps a small number. Hiding such a word would deface every
 * text that has it, names of variables among them, and protect nothing.
 */
export function isOrdinary(segment: string): boolean {
  if (compounds.has(segment.toLowerCase())) return true;
  if (telling.test(segment)) return false;
  const pieces = segment.split(/[-_.]|(?<=[a-z])(?=[A-Z])/);
  const words = pieces.filter((piece) => !/^v?\d{1,2}$/i.test(piece));
  return words.length <= 2 && pieces.length - words.length <= 1 && words.every(isWord);
}

/** All letters, one capital at most, and one after the other as in words; one of usual length may be made of two. */
function isWord(text: string): boolean {
  if (!/^[A-Z]?[a-z]*$/.test(text) || text.length > longestWord) return false;
  const word = text.toLowerCase();
  if (compounds.has(word)) return true;
  if (!/[aeiouy]/.test(word) && word.length > 3) return false;
  let strange = 0;
  for (let at = 1; at < word.length; at++)
    if (!pairs[word.charAt(at - 1)]?.includes(word.charAt(at))) strange += 1;
  return strange <= (word.length === 6 || word.length > 10 ? 0 : 1);
}
