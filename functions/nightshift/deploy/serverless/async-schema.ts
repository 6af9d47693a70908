import * as z from 'zod/mini';
import { mapping, text, wholeNumber } from '../../../maintenance/schedule/value-schema.ts';

/** For each kind of destination the key of its one parameter, in serverless.yml and in the API. */
const parameters = { SMN: 'topicUrn', OBS: 'bucket', DIS: 'streamName', FunctionGraph: 'funcUrn' } as const;

const param = mapping(
  {
    topicUrn: z.optional(text('the URN of a topic')),
    bucket: z.optional(text('the name of a bucket')),
    prefix: z.optional(text('what the keys begin with')),
    expires: z.optional(wholeNumber('days from 0 to 365', 0, 365)),
    streamName: z.optional(text('the name of a stream')),
    funcUrn: z.optional(text('the URN of a function')),
  },
  'a mapping with topicUrn, bucket, streamName or funcUrn',
);

const destination = mapping(
  { destination: z.enum(['SMN', 'OBS', 'DIS', 'FunctionGraph'], 'SMN, OBS, DIS or FunctionGraph'), param },
  'a mapping with destination and param',
).check((context) => {
  const { destination: kind, param: given } = context.value;
  const needed = parameters[kind];
  const allowed: readonly string[] = kind === 'OBS' ? [needed, 'prefix', 'expires'] : [needed];
  if (given[needed] !== undefined && Object.keys(given).every((key) => allowed.includes(key))) return;
  const message = `${allowed.join(', ')}, because that is what ${kind} needs`;
  context.issues.push({ code: 'custom', input: given, path: ['param'], message });
});

/** What becomes of an asynchronous invocation, as all of a timer's are: its retries, its age, and who hears of a failure. */
export const asyncInvokeConfig = mapping(
  {
    maxAsyncRetryAttempts: wholeNumber('a number from 0 to 3', 0, 3),
    maxAsyncEventAgeInSeconds: wholeNumber('whole seconds from 1 to 86400', 1, 86_400),
    enableAsyncStatusLog: z._default(z.boolean('true or false'), false),
    destinationConfig: z._default(
      mapping(
        { onSuccess: z.optional(destination), onFailure: z.optional(destination) },
        'a mapping with onSuccess or onFailure',
      ),
      {},
    ),
  },
  'a mapping with maxAsyncRetryAttempts and maxAsyncEventAgeInSeconds',
);
