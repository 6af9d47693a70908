import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SignedRequest, signatureFlaw } from '../../../functions/minicloud/wire/signature.ts';
import wire from '../../fixtures/dcs-wire.json' with { type: 'json' };

type WireRequest = (typeof wire.requests)[number];

fc.configureGlobal({ seed: 20261123 });

const { accessKey, secretKey } = wire;
const minute = 60_000;

function arrived({ method, path, headers, body }: WireRequest): SignedRequest {
  return { method, target: path, headers: { ...headers }, body: Buffer.from(body) };
}

function signedAt({ headers }: WireRequest): number {
  return Date.parse(headers['x-sdk-date'].replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
}

function flawOf(sent: WireRequest, altered: Partial<SignedRequest> = {}, now = signedAt(sent)) {
  const securityToken = sent.headers['x-security-token'];
  return signatureFlaw({ ...arrived(sent), ...altered }, { accessKey, secretKey, securityToken }, now);
}

const signedHeaders = ({ headers }: WireRequest) =>
  /SignedHeaders=([^,]+)/.exec(headers.authorization)?.[1]?.split(';') ?? [];

/** Replaces one character of a text, or adds one at its end, by one that is taken literally in paths and headers. */
const altered = (text: string) =>
  fc
    .tuple(fc.nat({ max: text.length }), fc.constantFrom(...'abcxyz0189-_.'))
    .map(([place, sign]) => text.slice(0, place) + sign + text.slice(place + 1))
    .filter((changed) => changed !== text);

describe.each(wire.requests.map((sent) => [`${sent.call} at ${sent.headers['x-sdk-date']}`, sent] as const))(
  'the official SDK’s %s',
  (_, sent) => {
    const [path = '', query] = sent.path.split('?');

    test('is accepted at its date, and up to 15 minutes around it', () => {
      for (const skew of [0, -15 * minute, 15 * minute])
        expect(flawOf(sent, {}, signedAt(sent) + skew)).toBeUndefined();
    });

    test('is refused with more skew', () => {
      for (const skew of [-15 * minute - 1000, 15 * minute + 1000])
        expect(flawOf(sent, {}, signedAt(sent) + skew)).toMatch(/signature expired$/);
    });

    test('is refused with another method', () => {
      for (const method of ['GET', 'PUT', 'POST', 'DELETE'].filter((other) => other !== sent.method))
        expect(flawOf(sent, { method })).toMatch(/^verify aksk signature fail/);
    });

    test('is refused with any other path', () => {
      fc.assert(
        fc.property(altered(path.slice(1)), (other) => {
          const target = `/${other}${query === undefined ? '' : `?${query}`}`;
          expect(flawOf(sent, { target })).toMatch(/^verify aksk signature fail/);
        }),
      );
    });

    test('is refused with a query added to, and with any other query', () => {
      expect(flawOf(sent, { target: `${sent.path}${query ? '&' : '?'}x=1` })).toMatch(/^verify aksk/);
      fc.assert(
        fc.property(altered(query ?? ''), (other) => {
          expect(flawOf(sent, { target: `${path}?${other}` })).toMatch(/^verify aksk/);
        }),
      );
    });

    test('is refused with any other body', () => {
      fc.assert(
        fc.property(fc.oneof(altered(sent.body), fc.string()), (other) => {
          fc.pre(other !== sent.body);
          expect(flawOf(sent, { body: Buffer.from(other) })).toMatch(/^verify aksk/);
        }),
      );
    });

    test.each(signedHeaders(sent))('is refused with any other %s, and without it', (name) => {
      const headers: Record<string, string | undefined> = { ...sent.headers };
      const { [name]: value = '', ...others } = headers;
      expect(flawOf(sent, { headers: others })).toBeDefined();
      fc.assert(
        fc.property(altered(value), (other) => {
          expect(flawOf(sent, { headers: { ...headers, [name]: other } })).toBeDefined();
        }),
      );
    });

    test('is refused with any other signature', () => {
      const [known = '', signature = ''] = sent.headers.authorization.split('Signature=');
      fc.assert(
        fc.property(altered(signature), (other) => {
          const authorization = `${known}Signature=${other}`;
          expect(flawOf(sent, { headers: { ...sent.headers, authorization } })).toBeDefined();
        }),
      );
    });
  },
);
