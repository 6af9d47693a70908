import type { ChannelFlaws, SettingFlaw } from './setting-flaw.ts';
import { channelUrlFlaw } from './url-flaw.ts';

/** See `ChannelFlaws`. */
export const webhookFlaws: ChannelFlaws = { url: channelUrlFlaw, secret: signingSecretFlaw };

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
