import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { CesClient } from '../../maintenance/huawei/ces/ces-client.ts';
import { DcsClient } from '../../maintenance/huawei/dcs/dcs-client.ts';
import {
  FunctionGraphClient,
  functionUrn,
} from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import { openStore, recordsIn } from '../../maintenance/runtime/open-records.ts';
import { secretsOfChannel } from '../../maintenance/schedule/channels/channel-flaws.ts';
import { scheduleNeeds } from '../deploy/policy/schedule-needs.ts';
import type { CommandContext } from '../place/command-context.ts';
import { resolvePart } from '../place/schedule-part.ts';
import { type ChannelToReach, checkChannels } from './check-channels.ts';
import { checkClock } from './check-clock.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { checkJournal } from './check-journal.ts';
import { checkLists } from './check-lists.ts';
import { checkMaintenance } from './check-maintenance.ts';
import { checkPermissions, type HandOverToTry } from './check-permissions.ts';
import { type CheckResult, ill, notTried } from './check-result.ts';
import { checkSchedule } from './check-schedule.ts';
import { deploymentChecks } from './deployment-checks.ts';
import { allEndpoints, type Endpoints } from './endpoints.ts';
import type { Facts, Subject } from './facts.ts';
import type { Local } from './read-local.ts';
import type { Checks } from './run-checks.ts';
import type { MetricsToTry } from './try-metrics.ts';

/** All checks, each with what it needs to know. */
export function checksOf(subject: Subject): Checks {
  const { local, endpoints, facts, context } = subject;
  const { reached, identity, held } = facts;
  return {
    credentials: async () => checkCredentials(facts.keys, await identity, await held),
    clock: async () => checkClock(await reached),
    endpoints: async () => checkEndpoints(allEndpoints(endpoints), await reached, await identity),
    permissions: () => permissions(subject),
    schedule: async () => checkSchedule(local.look),
    channels: () => channels(local, context),
    journal: () => journal(subject),
    ...deploymentChecks(subject),
  };
}

const unreadSchedule = 'the schedule cannot be read';
const unresolved = 'a variable of it is missing here, or is not right';

async function permissions(subject: Subject): Promise<readonly CheckResult[]> {
  const { local, endpoints, facts, context } = subject;
  const { parsed } = local;
  if (!parsed) return [notTried('permission.held', unreadSchedule)];
  const regions = Object.keys(parsed.schedule.regions).map(async (name) => {
    const endpoint = endpoints.regions.get(name);
    if (!endpoint)
      return {
        name,
        of: `regions.${name}`,
        held: unresolved,
        dcs: new DcsClient(unasked),
        metrics: undefined,
      };
    const why = await facts.heldAt(endpoint);
    const client = why === undefined ? facts.client(endpoint.url, endpoint.projectId ?? '') : undefined;
    // Where something speaks against it, nothing is asked of the client.
    const metrics = await metricsOf(name, subject);
    return { name, of: endpoint.of, held: why, dcs: new DcsClient(client ?? unasked), metrics };
  });
  const toTry = await Promise.all(regions);
  const findings = await checkPermissions({
    needs: scheduleNeeds(parsed.schedule),
    regions: toTry,
    handOver: parsed.schedule.handOver && (await handOver(endpoints, facts)),
    agency: endpoints.wanted?.xrole,
  });
  const { jobs } = parsed.schedule;
  const lists = toTry.map(async ({ name, of, dcs, held }) => {
    if (held !== undefined) return [];
    const its = jobs.filter(({ targets }) => [targets.region].flat().includes(name));
    const targets = its.map((job) => job.targets);
    return [
      ...(await checkLists({ name, of, dcs, targets }, context.clock)),
      ...(await checkMaintenance({ name, dcs, jobs: its, file: parsed.file }, context.clock)),
    ];
  });
  return [...findings, ...(await Promise.all(lists)).flat()];
}

/** What the conditions of the jobs of a region are judged by, where there are any. */
async function metricsOf(
  name: string,
  { local, endpoints, facts, context }: Subject,
): Promise<MetricsToTry | undefined> {
  const endpoint = endpoints.metrics.get(name);
  if (!endpoint) return undefined;
  const held = await facts.heldAt(endpoint);
  const client = held === undefined ? facts.client(endpoint.url, endpoint.projectId ?? '') : undefined;
  const jobs = local.parsed?.schedule.jobs ?? [];
  const its = jobs.filter(({ targets }) => [targets.region].flat().includes(name));
  const metrics = [...new Set(its.flatMap(({ onlyIf = [] }) => onlyIf.map(({ metric }) => metric)))];
  return { ces: new CesClient(client ?? unasked), held, metrics, now: () => context.clock.now() };
}

const unasked = {
  sendRequest: () => Promise.reject(new TypeError('nothing may be asked here')),
};

async function handOver({ handOver: endpoint, wanted }: Endpoints, facts: Facts): Promise<HandOverToTry> {
  if (!endpoint) return { held: unresolved, functionGraph: undefined, urn: '' };
  const { region, projectId = '' } = endpoint;
  const held = await facts.heldAt(endpoint);
  const isKnown = held === undefined && projectId !== '';
  const { name, packageName } = wanted ?? { name: 'nightshift', packageName: 'default' };
  return {
    held,
    functionGraph: isKnown ? new FunctionGraphClient(facts.client(endpoint.url, projectId)) : undefined,
    urn: functionUrn({ region, projectId, packageName, name, version: 'nightshift-doctor-asks' }),
  };
}

async function channels(
  { parsed, lookup }: Local,
  { terminal, clock }: CommandContext,
): Promise<readonly CheckResult[]> {
  if (!parsed) return [notTried('channel.held', unreadSchedule)];
  const toReach = Object.keys(parsed.schedule.notify).flatMap((name): ChannelToReach[] => {
    const resolved = resolvePart(parsed, { channel: name }, lookup);
    if (!resolved.ok) {
      const missing = resolved.diagnostics.filter(({ code }) => code === 'environment.missing');
      return missing.length > 0
        ? [{ name, missing: parsed.references.filter(isOf(name, lookup)).map((each) => each.name) }]
        : [{ name, flaws: resolved.diagnostics }];
    }
    const settings = resolved.schedule.notify[name];
    if (!settings) return [];
    terminal.hide(secretsOfChannel(settings));
    return [{ name, settings }];
  });
  return checkChannels(toReach, () => clock.now());
}

function isOf(channel: string, lookup: Local['lookup']) {
  return ({ name, path }: { readonly name: string; readonly path: string }) =>
    path.startsWith(`notify.${channel}.`) && lookup(name) === undefined;
}

async function journal({ local, endpoints, facts, context }: Subject): Promise<readonly CheckResult[]> {
  const { parsed, lookup } = local;
  if (!parsed) return [notTried('journal.held', unreadSchedule)];
  if (!parsed.schedule.journal)
    return [
      ill('note', 'journal.none', 'there is none: only one warm instance of the function knows of a run', {
        where: parsed.file,
        todo: 'journal: obs://BUCKET/PREFIX lets runs outlive an invocation, and makes retries safe',
      }),
    ];
  const resolved = resolvePart(parsed, 'journal', lookup);
  const settings = resolved.ok ? resolved.schedule.journal : undefined;
  if (!resolved.ok || !settings) return [notTried('journal.held', unresolved)];
  const why = endpoints.journal && (await facts.heldAt(endpoints.journal));
  if (why !== undefined) return [notTried('journal.held', why, { where: settings.url })];
  const { clock, interruption } = context;
  const probeKey = `doctor/${randomUUID()}.jsonl`;
  interruption.leaves(
    () => `nothing was changed, but for a probe that may be left in the journal: ${probeKey}`,
  );
  const store = await openStore({
    journal: settings,
    regions: resolved.schedule.regions,
    folder: dirname(parsed.file),
    credentials: () => {
      if (!facts.credentials) throw new TypeError('there are no keys');
      return facts.credentials;
    },
    clock,
  });
  const findings = await checkJournal({
    url: settings.url,
    store,
    ...recordsIn(async () => store, { clock }),
    probeKey,
  });
  interruption.leaves(() => 'nothing was changed');
  return findings;
}
