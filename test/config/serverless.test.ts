import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import { isZone } from '../maintenance/schedule/iana-zones.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const variables = z.record(z.string(), z.string());
const trigger = z.strictObject({
  triggerTypeCode: z.literal('TIMER'),
  status: z.literal('ACTIVE'),
  eventData: z.strictObject({
    name: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)),
    scheduleType: z.literal('Cron'),
    schedule: z.string(),
    userEvent: z.string(),
  }),
});
const deployment = z.strictObject({
  service: z.string(),
  frameworkVersion: z.literal('3'),
  provider: z.strictObject({
    name: z.literal('huawei'),
    runtime: z.string(),
    region: z.string(),
    projectId: z.string(),
    memorySize: z.number(),
    timeout: z.number(),
    environment: z.strictObject({ variables }),
  }),
  plugins: z.tuple([z.literal('serverless-huawei-functions')]),
  functions: z.strictObject({
    nightshift: z.strictObject({
      handler: z.string(),
      description: z.string(),
      xrole: z.string(),
      code: z.strictObject({ codeUri: z.string() }),
      maxInstanceNum: z.literal(1),
      enableLtsLog: z.literal(true),
      asyncInvokeConfig: z.strictObject({
        maxAsyncRetryAttempts: z.literal(0),
        maxAsyncEventAgeInSeconds: z.number(),
        enableAsyncStatusLog: z.literal(true),
      }),
      encryptedUserData: variables,
      events: z.tuple([trigger]),
    }),
  }),
});

const { provider, functions } = deployment.parse(parse(read('serverless.yml')));
const { nightshift } = functions;
const [{ eventData }] = nightshift.events;

const example = parseSchedule(read('config/schedule.yaml'), { file: 'config/schedule.yaml', isZone });
if (!example.ok) throw new Error('config/schedule.yaml has errors');
const { schedule, references } = example;

describe('serverless.yml', () => {
  test('asks for the runtime that the function is built for', () => {
    const target = /const target = 'node([\d.]+)'/.exec(read('functions/build/build-all.mjs'))?.[1];
    expect(provider.runtime).toBe(`Node.js${target}`);
  });

  test('names an async function that the bundle exports', async () => {
    const [file, name = ''] = nightshift.handler.split('.');
    const bundle = new URL(`../../${nightshift.code.codeUri}/${file}.js`, import.meta.url);
    const { default: exported } = await import(bundle.href);
    expect(exported[name].constructor.name).toBe('AsyncFunction');
  });

  test("sets a timeout beyond FunctionGraph's 3 seconds and within its 72 hours", () => {
    expect(provider.timeout).toBeGreaterThan(3);
    expect(provider.timeout).toBeLessThanOrEqual(259_200);
  });

  test('leaves the time for what one instance of the example may take to settle', () => {
    const longest = Math.max(...schedule.jobs.map(({ settle }) => settle.timeout));
    expect(provider.timeout * 1_000).toBeGreaterThan(longest);
  });

  test('has a region that the schedule has', () => {
    expect(Object.values(schedule.regions).map(({ region }) => region)).toContain(provider.region);
  });

  test('has one timer, which names no job and comes once per tick of the schedule', () => {
    expect(eventData.userEvent).toBe('');
    const [zone = '', ...fields] = eventData.schedule.split(' ');
    expect(zone).toMatch(/^CRON_TZ=/);
    expect(isZone(zone.replace('CRON_TZ=', ''))).toBe(true);
    expect(fields).toEqual(['0', `*/${schedule.tickMs / 60_000}`, '*', '*', '*', '?']);
  });

  test('gives the function every variable that the schedule refers to, and takes each from the environment', () => {
    const given = { ...provider.environment.variables, ...nightshift.encryptedUserData };
    const needed = references.map(({ name }) => [name, `\${env:${name}}`]);
    expect(given).toEqual(Object.fromEntries(needed));
  });

  test('gives what the channels refer to encrypted', () => {
    const ofChannels = references.filter(({ path }) => path.startsWith('notify.')).map(({ name }) => name);
    expect(ofChannels.length).toBeGreaterThan(0);
    expect(Object.keys(nightshift.encryptedUserData)).toEqual(ofChannels);
  });
});
