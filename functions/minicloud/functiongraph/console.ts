import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { Cloud } from '../gateway/cloud.ts';
import { FgsRefusal } from './fgs-error.ts';
import type { Platform } from './platform.ts';

const prefix = '/console/';

/** Where the function that `deploy` makes takes events by hand. */
export function consoleOf({ endpoint }: Pick<Cloud, 'endpoint'>): string {
  return `${endpoint}${prefix}nightshift`;
}

/**
 * Takes events as the test dialog of the console does: `POST /console/FUNCTION` by somebody who is signed in, here
 * whoever is at this machine, is answered with what the function answers. A page of the web that guesses the address is not.
 */
export function mountConsole(cloud: Cloud, platform: Pick<Platform, 'asConsole'>): void {
  cloud.mount(prefix, async ({ method, url = '', headers }: IncomingMessage, body) => {
    const name = url.slice(prefix.length);
    if (!/^[\w-]+$/.test(name)) return told(404, `expected ${prefix} and the name of a function`);
    if (method !== 'POST') return told(405, `send ${name} its event with POST`);
    if (headers.origin !== undefined) return told(403, 'events are taken from programs, and not from pages');
    const event = parseJson(body.toString());
    if (typeof event !== 'object' || event === null)
      return told(400, 'this is no event - expected JSON, as nightshift event prints it');
    const [[region, projectId] = ['', '']] = Object.entries(cloud.projects);
    const urn = functionUrn({ region, projectId, packageName: 'default', name, version: 'latest' });
    try {
      const path = `/v2/${projectId}/fgs/functions/${urn}/invocations`;
      const reply = await platform.asConsole('POST', path, event);
      if (reply.kind === 'text') return told(reply.status, pretty(reply.text));
      const status = reply.kind === 'json' ? reply.status : 500;
      // Nobody waits for longer, here as there.
      if (status === 504)
        return told(504, 'it is not over after 90 s and goes on: nightshift status shows it');
      return told(status, reply.kind === 'json' ? JSON.stringify(reply.body) : 'the connection was dropped');
    } catch (error) {
      if (!(error instanceof FgsRefusal)) throw error;
      const none = error.code === 'FSS.1051' || error.code === 'FSS.0404';
      return told(404, none ? `there is no function ${name} - nightshift deploy makes it` : error.message);
    }
  });
}

function told(status: number, text: string) {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

function pretty(text: string): string {
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}
