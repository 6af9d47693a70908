import type { ObsError } from './obs-error.ts';
import type { ObsFaultEffect } from './obs-fault.ts';
import type { ObsReply } from './obs-reply.ts';

/** What a request gets instead of being carried out; `undefined` when the effect lets it be. */
export function refusalOf(effect: ObsFaultEffect): ObsError | 'dropped' | undefined {
  switch (effect.kind) {
    case 'dropped-before':
      return 'dropped';
    case 'denied':
      return { code: 'AccessDenied' };
    case 'refused':
      return { code: effect.code };
    case 'server-error':
      return effect.carriedOut ? undefined : { code: effect.code };
    case 'dropped-after':
    case 'cut-short':
    case 'slow-answer':
    case 'item-denied':
      return undefined;
  }
}

/** What becomes of the answer to a request that was carried out. */
export function spoil(
  reply: ObsReply | 'dropped',
  effect: ObsFaultEffect,
  errorReply: (error: ObsError) => ObsReply,
): ObsReply | 'dropped' {
  if (reply === 'dropped' || effect.kind === 'dropped-after') return 'dropped';
  if (effect.kind === 'server-error') return errorReply({ code: effect.code });
  if (effect.kind === 'cut-short') return { ...reply, breaksAfter: Math.floor(reply.body.length / 2) };
  return reply;
}
