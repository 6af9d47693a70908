import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** A workflow of Microsoft Teams ("Post to a channel when a webhook request is received"). */
export const teamsSettings = mapping(
  {
    kind: z.literal('teams'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(
      /^([\w.%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12})$/,
      'sign-in names (name@example.com) or object ids of Entra',
    ),
  },
  channelExpected,
);
