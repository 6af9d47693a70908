import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import type { AuditEntryOf } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { createPlatform, type PlatformOptions } from '../../../functions/minicloud/functiongraph/platform.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { type RequestParts, sendSigned } from '../gateway/signed-request.ts';

/** The zip of one of the functions under `fixtures/functions`, its file named `index.js`, in base64. */
export function zipOf(fixture: string): string {
  const code = readFileSync(new URL(`./fixtures/functions/${fixture}.js`, import.meta.url));
  return Buffer.from(zipSync({ 'index.js': code })).toString('base64');
}

/** The body that creates a function `f` of a fixture. */
export function functionBody(fixture: string, more: Record<string, unknown> = {}) {
  return {
    func_name: 'f1',
    package: 'default',
    runtime: 'Node.js20.15',
    handler: 'index.handler',
    memory_size: 128,
    timeout: 900,
    code_type: 'zip',
    func_code: { file: zipOf(fixture) },
    xrole: 'fgs-agency',
    ...more,
  };
}

/** Of the function `f1`. */
export const urn = `urn:fss:cn-north-4:${project}:function:default:f1:latest`;

/** A cloud with FunctionGraph, closed with the test, and short ways to call it. Its timers are off unless told otherwise. */
export async function smallPlatform({
  scale = 1,
  at = startAt,
  timers = 'off',
  knobs = {},
}: { scale?: number; at?: number } & Partial<PlatformOptions> = {}) {
  const clock = createCloudClock({ scale, startAt: at });
  const cloud = await startCloud({ clock, projects, instances: [{ name: 'a' }] });
  const platform = await createPlatform({ cloud, timers, knobs });
  onTestFinished(async () => {
    await platform.close();
    await cloud.close();
  });
  const ask = async (method: string, path: string, body?: unknown, parts: RequestParts = {}) => {
    const answer = await sendSigned(cloud, method, `/v2/${project}/fgs/${path}`, {
      ...parts,
      ...(body === undefined ? {} : { body }),
    });
    const json: unknown = answer.text === '' ? undefined : parseIfJson(answer.text);
    return { status: answer.status, headers: answer.headers, json };
  };
  return {
    cloud,
    clock,
    platform,
    ask,
    create: (fixture: string, more: Record<string, unknown> = {}) =>
      ask(
        'POST',
        'functions',
        functionBody(fixture, { user_data: `{"ENDPOINT":"${cloud.endpoint}"}`, ...more }),
      ),
    invokeAsync: (event: unknown) => ask('POST', `functions/${urn}/invocations-async`, event),
    /** The audit log of invocations. */
    told: () =>
      cloud.audit().filter((entry): entry is AuditEntryOf<'invocation'> => entry.kind === 'invocation'),
  };
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
