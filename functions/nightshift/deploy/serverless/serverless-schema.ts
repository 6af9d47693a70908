import * as z from 'zod/mini';
import { listOf, mapping, text, wholeNumber } from '../../../maintenance/schedule/value-schema.ts';
import { asyncInvokeConfig } from './async-schema.ts';
import { timerEvent } from './timer-schema.ts';

const runtimed = 'Node.js20.15, which the function is built for';
const runtime = z.literal('Node.js20.15', runtimed);

const sizes = [
  128, 256, 512, 768, 1024, 1280, 1536, 1792, 2048, 2560, 3072, 3584, 4096, 8192, 10240,
] as const;
const memorySize = z.literal(sizes, `megabytes, one of ${sizes.join(', ')}`);

const lasting =
  "whole seconds from 4 to 259200, because FunctionGraph's default of 3 would end every run half-way";
const timeout = wholeNumber(lasting, 4, 259_200);

const valued = 'the value of a variable, in quotes';
const keyed = 'a name of letters, digits and _, starting with a letter';
const variables = z.record(
  z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_]*$/, keyed)),
  z.string(valued),
  'a mapping of variables to their values',
);
const environment = mapping({ variables: z.optional(variables) }, 'a mapping with variables');

const agency = text('the name of an agency');

const code = mapping(
  { codeUri: z.optional(text('the folder with the built function, such as ./dist/function')) },
  'a mapping with codeUri',
);

const logConfig = mapping(
  {
    groupId: text('the id of a log group'),
    groupName: text('the name of a log group'),
    streamId: text('the id of a log stream'),
    streamName: text('the name of a log stream'),
  },
  'a mapping with groupId, groupName, streamId and streamName',
);

const fn = mapping(
  {
    name: z.optional(text('the name of the function')),
    package: z.optional(text('the app that the function belongs to')),
    handler: z
      .string('FILE.FUNCTION, such as index.handler')
      .check(z.maxLength(128), z.regex(/^[^.\s]+\.[^.\s]+$/, 'FILE.FUNCTION, such as index.handler')),
    description: z.optional(z.string('a sentence').check(z.maxLength(512, 'at most 512 characters'))),
    runtime: z.optional(runtime),
    memorySize: z.optional(memorySize),
    timeout: z.optional(timeout),
    xrole: z.optional(agency),
    appXrole: z.optional(agency),
    code: z.optional(code),
    environment: z.optional(environment),
    encryptedUserData: z.optional(variables),
    maxInstanceNum: z.optional(
      wholeNumber('-1 for as many instances as come, or a number from 1 to 1000', -1, 1000).check(
        z.refine((value) => value !== 0, '-1 or a number from 1, because 0 disables the function'),
      ),
    ),
    enableLtsLog: z.optional(z.boolean('true or false')),
    logConfig: z.optional(logConfig),
    asyncInvokeConfig: z.optional(asyncInvokeConfig),
    events: z.optional(
      z.array(timerEvent, 'a list of triggers').check(z.maxLength(10, 'at most 10 triggers')),
    ),
  },
  'a mapping with handler and events',
);

const named =
  'a name of 2 to 60 letters, digits, - and _, starting with a letter and ending with a letter or digit';
/** What FunctionGraph takes for a function's name. */
const functionName = z.string(named).check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]$/, named));

const provider = mapping(
  {
    name: z.literal('huawei', 'huawei'),
    credentials: z.optional(text('the file of the credentials')),
    runtime: z.optional(runtime),
    region: text('the id of a region, such as cn-north-4'),
    projectId: z.optional(text('the id of a project')),
    endpoint: z.optional(text('https:// and a host')),
    stage: z.optional(text('the name of a stage')),
    memorySize: z.optional(memorySize),
    timeout: z.optional(timeout),
    environment: z.optional(environment),
  },
  'a mapping with name, region and projectId',
);

/** `serverless.yml` of Huawei's plugin, and the keys of FunctionGraph's API that the plugin lacks. */
export const serverlessSchema = mapping(
  {
    service: text('the name of the service'),
    frameworkVersion: z.optional(z.literal('3', '"3", in quotes')),
    provider,
    plugins: z.optional(listOf(z.string('the name of a plugin'), 'a list of plugins')),
    custom: z.optional(z.unknown()),
    functions: z
      .record(functionName, fn, 'a mapping of functions')
      .check(z.refine((all) => Object.keys(all).length > 0, 'at least one function')),
  },
  'service, provider and functions',
);

/** See `serverlessSchema`. */
export type ServerlessSettings = z.output<typeof serverlessSchema>;
