import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, test } from 'vitest';
import { parseServerless } from '../../functions/nightshift/deploy/serverless/parse-serverless.ts';
import { scheduledFunction } from '../../functions/nightshift/deploy/triggers/coverage-of.ts';

const folder = 'config/terraform';
type Blocks = Readonly<Record<string, Readonly<Record<string, readonly Record<string, unknown>[]>>>>;
type Parsed = {
  readonly resource?: Blocks;
  readonly variable?: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly locals?: readonly Record<string, unknown>[];
  readonly provider?: Readonly<Record<string, readonly Record<string, unknown>[]>>;
};

const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
const parsed = await Promise.all(
  files.map(async (file): Promise<Parsed> => parseHcl(file, readFileSync(join(folder, file), 'utf8'))),
);
const resources = Object.assign({}, ...parsed.map(({ resource }) => resource)) as Blocks;
const variables = Object.assign({}, ...parsed.map(({ variable }) => variable)) as NonNullable<
  Parsed['variable']
>;
const [locals = {}] = parsed.flatMap((each) => each.locals ?? []);
const [provider] = parsed.flatMap((each) => each.provider?.['huaweicloud'] ?? []);
const resource = (type: string, name = 'nightshift') => {
  const [found] = resources[type]?.[name] ?? [];
  if (!found) throw new Error(`${folder} has no ${type} ${name}`);
  return found;
};

const scene = { file: 'serverless.yml', lookup: () => undefined, readFile: () => undefined };
const serverless = parseServerless(readFileSync('serverless.yml', 'utf8'), scene);
if (!serverless.ok) throw new Error(JSON.stringify(serverless.diagnostics));
const { deployment } = serverless;
const wanted = scheduledFunction(deployment);
if (!wanted) throw new Error('serverless.yml has no function');
const fn = resource('huaweicloud_fgs_function');

/** What stands behind `${var.name}`. */
const variableOf = (reference: unknown) => /^\$\{var\.(\w+)\}$/.exec(String(reference))?.[1] ?? '';

describe('the Terraform example says what serverless.yml says', () => {
  test('of the function', () => {
    expect(fn).toMatchObject({
      name: wanted.name,
      app: wanted.packageName,
      description: wanted.description,
      runtime: wanted.runtime,
      handler: wanted.handler,
      memory_size: wanted.memorySize,
      timeout: wanted.timeout,
      max_instance_num: String(wanted.maxInstanceNum ?? 1),
      enable_lts_log: wanted.enableLtsLog ?? true,
    });
    expect(provider).toMatchObject({ region: deployment.region });
  });

  test('of its triggers', () => {
    const timers = wanted.timers.map(({ name, schedule, userEvent }) => [
      name,
      { schedule, user_event: userEvent },
    ]);
    expect(locals['timers']).toEqual(Object.fromEntries(timers));
    expect(
      wanted.timers.every(({ scheduleType, status }) => scheduleType === 'Cron' && status === 'ACTIVE'),
    ).toBe(true);
    const trigger = resource('huaweicloud_fgs_function_trigger', 'timer');
    expect(trigger).toMatchObject({ for_each: '${local.timers}', type: 'TIMER', status: 'ACTIVE' });
    expect(trigger['event_data']).toMatch(/"?schedule_type"?\s*=\s*"Cron"/);
  });

  test('of asynchronous invocations', () => {
    const { maxAsyncRetryAttempts = 0, maxAsyncEventAgeInSeconds } = wanted.asyncPolicy ?? {};
    const policy = resource('huaweicloud_fgs_async_invoke_configuration');
    expect(policy['max_async_retry_attempts']).toBe(maxAsyncRetryAttempts);
    const age = policy['max_async_event_age_in_seconds'];
    if (maxAsyncEventAgeInSeconds !== undefined) expect(age).toBe(maxAsyncEventAgeInSeconds);
    expect(age).toBeGreaterThan(wanted.timeout);
    if (wanted.asyncPolicy)
      expect(policy['enable_async_status_log']).toBe(wanted.asyncPolicy.enableAsyncStatusLog);
  });

  test('of variables, in the clear and encrypted, each from a variable that there is', () => {
    for (const [given, local] of [
      [wanted.variables, locals['variables']],
      [wanted.encrypted, locals['encrypted']],
    ] as const) {
      const names = Object.keys(given);
      const referred = Object.entries(local ?? {}).map(([name, value]) => [name, variableOf(value)]);
      expect(Object.fromEntries(referred)).toEqual(
        Object.fromEntries(names.map((name) => [name, name.toLowerCase()])),
      );
      for (const name of names) expect(variables).toHaveProperty(name.toLowerCase());
    }
    expect(fn).toMatchObject({
      user_data: '${jsonencode(local.variables)}',
      encrypted_user_data: '${jsonencode(local.encrypted)}',
    });
    for (const name of Object.keys(wanted.encrypted))
      expect(variables[name.toLowerCase()]).toEqual([{ type: '${string}', sensitive: true }]);
  });

  test('of the agency, which has the policy of config', () => {
    const agency = resource('huaweicloud_identity_agency');
    expect(agency).toMatchObject({ name: wanted.xrole, delegated_service_name: 'op_svc_cff' });
    expect(agency['project_role']).toEqual([
      {
        project: deployment.region,
        roles:
          '${concat([huaweicloud_identity_role.nightshift.name], huaweicloud_identity_role.metrics[*].name)}',
      },
    ]);
    expect(fn['agency']).toBe('${huaweicloud_identity_agency.nightshift.name}');
    for (const { policy } of [
      resource('huaweicloud_identity_role'),
      resource('huaweicloud_identity_role', 'metrics'),
    ]) {
      const [, path = ''] = /^\$\{file\("\$\{path\.module\}\/(.*)"\)\}$/.exec(String(policy)) ?? [];
      expect(existsSync(join(folder, path))).toBe(true);
    }
  });

  test('of Cloud Eye, whose policy the agency gets where a job has conditions', () => {
    expect(resource('huaweicloud_identity_role', 'metrics')['count']).toBe('${var.conditions ? 1 : 0}');
    expect(variables['conditions']?.[0]).toMatchObject({ default: false });
  });
});

test('the Terraform example takes the zip that the build makes', () => {
  expect(fn['func_code']).toBe('${filebase64("${path.module}/../../dist/nightshift.zip")}');
  expect(fn['code_filename']).toBe('nightshift.zip');
});

test('every reference of the Terraform example leads to something', () => {
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const named = [...text.matchAll(/\b(var|local|huaweicloud_\w+|terraform_data)\.(\w+)/g)];
  expect(named.length).toBeGreaterThan(10);
  const known = ([, kind = '', name = '']: RegExpMatchArray) =>
    kind === 'var' ? name in variables : kind === 'local' ? name in locals : name in (resources[kind] ?? {});
  expect(named.filter((match) => !known(match)).map(([whole]) => whole)).toEqual([]);
});
