import { createHash } from 'node:crypto';

/** A secret that nothing else looks like, the same in every run of the tests: hex, or what is made of it. */
export function canary(name: string): string {
  return createHash('sha256').update(`canary ${name}`).digest('hex');
}

/** Ways in which an answer may write down a secret that it got. */
export const echoes: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'escaped as JSON': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'escaped as JSON for HTML': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[&'<=>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 after one byte': (text) => Buffer.from(`.${text}`).toString('base64'),
  'in base64 after two bytes': (text) => Buffer.from(`..${text}`).toString('base64'),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in capital hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

/** So many characters of a secret in a row, in any writing, are not there by chance. */
const tellingLength = 14;

/** What was found: of which secret, in which writing, and where. */
export type Sighting = { readonly secret: string; readonly written: string; readonly around: string };

/** Looks for secrets by name, in every writing of `echoes`, whole or in part, in a text. */
export function seekCanaries(secrets: Readonly<Record<string, string>>) {
  const pieces = new Map<string, { readonly secret: string; readonly written: string }>();
  for (const [secret, value] of Object.entries(secrets)) {
    for (const [written, write] of Object.entries(echoes)) {
      const form = write(value).toLowerCase();
      // The first and last characters of base64 also depend on what stands beside.
      const inner = written.includes('base64') ? form.slice(4, -6) : form;
      for (let at = 0; at + tellingLength <= inner.length; at++) {
        const piece = inner.slice(at, at + tellingLength);
        if (!pieces.has(piece)) pieces.set(piece, { secret, written });
      }
    }
  }
  return (text: string): readonly Sighting[] => {
    const low = text.toLowerCase();
    const sightings = new Map<string, Sighting>();
    for (let at = 0; at + tellingLength <= low.length; at++) {
      const found = pieces.get(low.slice(at, at + tellingLength));
      if (found && !sightings.has(found.secret + found.written))
        sightings.set(found.secret + found.written, {
          ...found,
          around: text.slice(Math.max(0, at - 80), at + 60),
        });
    }
    return [...sightings.values()];
  };
}
