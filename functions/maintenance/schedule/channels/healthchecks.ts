import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, postingKeys, readingKeys } from './every-channel.ts';

/**
 * A dead man's switch in the way of Healthchecks. It has no `when`: what is not told of every run takes each run that
 * it does not hear of for one that never began.
 */
export const healthchecksSettings = mapping(
  { kind: z.literal('healthchecks'), ...postingKeys, language: readingKeys.language },
  channelExpected,
);
