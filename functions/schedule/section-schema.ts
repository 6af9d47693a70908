import * as z from 'zod/mini';
import { day, mapping, name, text } from './value-schema.ts';

/** Huawei's region, the project in it, and the endpoint of DCS where it is not the public one. */
export const region = mapping(
  {
    region: text("Huawei's id of a region, such as cn-north-4"),
    projectId: text('the id of a project'),
    endpoint: z.optional(text('a URL')),
  },
  'a mapping with region and projectId',
);

/** A channel that gets the summary as signed JSON (Standard Webhooks). The chats will have kinds of their own. */
export const webhookChannel = mapping(
  {
    kind: z.literal('webhook', 'webhook (the chats come in a later version)'),
    url: text('a URL'),
    secret: z.optional(text('a secret')),
    allowLoopback: z._default(z.boolean('true or false'), false),
  },
  'a mapping with kind and url',
);

const why = text('text that says why');
const entered = 'a mapping with date and reason, or with from, to and reason';
/** A day or a span of days, both ends included. */
export const calendarEntry = z.union(
  [mapping({ date: day, reason: why }, entered), mapping({ from: day, to: day, reason: why }, entered)],
  entered,
);

/** A job that does not run before a day. */
export const override = mapping(
  {
    job: name,
    skip: z.literal(true, 'true'),
    until: day,
    by: text('who decided it'),
    reason: why,
  },
  'a mapping with job, skip, until, by and reason',
);
