import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cesCallOf, cesPrefix } from '../ces/ces-call.ts';
import { type CesOptions, type CesService, createCesService } from '../ces/ces-service.ts';
import { callOf } from '../dcs/dcs-call.ts';
import { errorReply } from '../dcs/dcs-error.ts';
import { createDcsService, type DcsOptions, type DcsService } from '../dcs/dcs-service.ts';
import type { AuditEntry } from '../foundation/audit-entry.ts';
import { type AuditLog, createAuditLog } from '../foundation/audit-log.ts';
import { isForIam, serveIam } from '../iam/serve-iam.ts';
import type { ObsFault } from '../obs/obs-fault.ts';
import { sendObsReply } from '../obs/obs-reply.ts';
import { createObsService, type Obs, type ObsArrival } from '../obs/obs-service.ts';
import { timeMeant, timeSaid } from '../wire/clock-beside.ts';
import { readBody, sendReply } from '../wire/http-exchange.ts';
import { gatewayReply, noSuchApi, type Reply, unauthorized } from '../wire/reply.ts';
import { type CloudKeys, signatureFlaw, splitTarget } from '../wire/signature.ts';
import { type Interceptor, intercept, type RequestFacts, type Sender, type Verdict } from './interceptor.ts';

/** The gateway takes no larger body with a signed request. */
const maxBodyBytes = 12 * 1024 * 1024;

/** What a cloud is started with, besides its DCS. */
export type CloudOptions = DcsOptions &
  Partial<CloudKeys> & {
    /** 0 or left out for a free one. */
    readonly port?: number;
    /** Buckets of OBS that are there from the start. */
    readonly buckets?: readonly string[];
    readonly obsFaults?: readonly ObsFault[];
    readonly ces?: CesOptions;
  };

/** Answers requests under a mounted prefix; no signature is asked of them. */
export type MountedHandler = (
  request: IncomingMessage,
  body: Buffer,
) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}>;

/** A local Huawei Cloud that listens on 127.0.0.1. Its keys may be changed at any time, and count from then on. */
export interface Cloud {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  accessKey: string;
  secretKey: string;
  securityToken: string | undefined;
  /** When the security token stops being good (cloud time, milliseconds since 1970). */
  securityTokenExpiresAt: number | undefined;
  /** The wall's clock, where people's commands are taken by it although the cloud's runs faster. */
  readonly beside: (() => number) | undefined;
  /** Judges every request, mounted paths included; without one all pass. */
  interceptor: Interceptor | undefined;
  /** Whoever runs processes can say which of them sent a request; the first that knows is believed. */
  readonly senders: ((request: IncomingMessage) => Sender | undefined)[];
  /** Project ids by region. */
  readonly projects: DcsService['projects'];
  readonly clock: AuditLog['clock'];
  readonly dcs: DcsService;
  /** What is measured of the instances. */
  readonly ces: CesService;
  /** Object storage, path-style and by virtual hosts; it knows its requests by their signature or bucket. */
  readonly obs: Obs;
  /** For services that are mounted. */
  readonly log: AuditLog;
  /** All that happened up to now, in order. */
  audit(): readonly AuditEntry[];
  /** Serves more paths: the longest prefix of a request's path wins over shorter ones, and any over DCS. */
  mount(prefix: string, handler: MountedHandler): void;
  /** Stops listening and cuts what is still connected. */
  close(): Promise<void>;
}

/** Starts a cloud; resolves when it listens. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { clock } = options;
  const log = createAuditLog(clock);
  const dcs = createDcsService(options, log);
  const ces = createCesService(dcs, options.ces);
  const obs = createObsService(log, options.obsFaults);
  for (const bucket of options.buckets ?? []) obs.createBucket(bucket);
  const mounts = new Map<string, MountedHandler>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  server.on('connection', clock.connected);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    clock.stir();
    response.once('close', () => clock.stir());
    const body = await readBody(request);
    const date = timeMeant(timeSaid(request.headers), clock.now(), cloud);
    response.setHeader('Date', new Date(date).toUTCString());
    const settings = {
      judge: cloud.interceptor,
      senderOf: () => {
        for (const senderOf of cloud.senders) {
          const sender = senderOf(request);
          if (sender) return sender;
        }
        return undefined;
      },
      tell: ({ method, target, sender }: RequestFacts, verdict: Verdict) =>
        log.note({ kind: 'intercepted', method, path: splitTarget(target).path, verdict, sender }),
    };
    await intercept(settings, { request, response, body }, () => carryOut(request, response, body));
  }

  /** Carries out a request, and answers what sends its answer. */
  async function carryOut(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ): Promise<() => Promise<void>> {
    const target = request.url ?? '/';
    const arrival = { method: request.method ?? '', target, headers: request.headers, body };
    if (obs.isFor(arrival)) {
      const { delayMs, reply } = obs.serve(arrival, cloud);
      return async () => {
        await untilDue(response, delayMs);
        sendObsReply(response, reply);
      };
    }
    const prefix = [...mounts.keys()]
      .filter((candidate) => target.startsWith(candidate))
      .sort((a, b) => b.length - a.length)[0];
    const mounted = prefix === undefined ? undefined : mounts.get(prefix);
    if (mounted) {
      const answer = await mounted(request, body);
      return async () => void response.writeHead(answer.status, answer.headers).end(answer.body);
    }
    const reply = serve(arrival);
    return async () => {
      await untilDue(response, reply.delayMs);
      sendReply(response, reply);
    };
  }

  /** Or until nobody is there to be answered: the clock goes on, and no program ends, as long as something is waited for. */
  async function untilDue(response: ServerResponse, delayMs: number): Promise<void> {
    if (delayMs <= 0) return;
    await new Promise<void>((resolve) => {
      const callOff = clock.at(clock.now() + delayMs, resolve);
      response.once('close', () => {
        callOff();
        resolve();
      });
    });
  }

  function serve({ method, target, headers, body }: ObsArrival): Reply {
    const requestId = log.nextRequestId();
    const { path, query } = splitTarget(target);
    const refuse = (reply: Reply) => {
      const status = reply.kind === 'dropped' ? reply.kind : reply.status;
      log.note({ kind: 'call', requestId, method, path, operation: null, status, faults: [] });
      return reply;
    };
    const ofIam = isForIam(method, path);
    const ofCes = path.startsWith(cesPrefix);
    if (!path.startsWith('/v2/') && !ofIam && !ofCes) return refuse(noSuchApi(requestId));
    if (body.length > maxBodyBytes)
      return refuse(gatewayReply(requestId, 413, 'APIGW.0201', 'Request entity too large'));
    const flaw = signatureFlaw({ method, target, headers, body }, cloud, clock.now());
    if (flaw !== undefined) return refuse(unauthorized(requestId, flaw));
    if (ofIam) return refuse(serveIam(path, dcs.projects, requestId));
    if (ofCes) {
      const call = cesCallOf({ method, path, query, body: body.toString() });
      const scoped = headers['x-project-id'] ?? call?.project;
      return call?.project === scoped && call ? ces.call(call, requestId) : refuse(noSuchApi(requestId));
    }
    const call = callOf({ method, path, query: Object.fromEntries(query), body: body.toString() });
    if (call === 'unknown-url')
      return refuse(errorReply(requestId, { code: 'DCS.4001' }, dcs.knobs.errorCodes));
    if (call === 'wrong-method')
      return refuse(errorReply(requestId, { code: 'DCS.5001' }, dcs.knobs.errorCodes));
    const scope = headers['x-project-id'];
    if (scope !== undefined && scope !== call.project)
      return refuse(errorReply(requestId, { code: 'DCS.1004' }, dcs.knobs.errorCodes));
    return dcs.call(call, requestId);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cloud: Cloud = {
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: options.accessKey ?? 'LOCALCLOUDACCESSKEY1',
    secretKey: options.secretKey ?? 'local-cloud-secret-key-of-no-other-use-1',
    securityToken: options.securityToken,
    securityTokenExpiresAt: options.securityTokenExpiresAt,
    beside: options.beside,
    interceptor: undefined,
    senders: [],
    projects: dcs.projects,
    clock,
    dcs,
    ces,
    obs,
    log,
    audit: log.entries,
    mount: (prefix, handler) => void mounts.set(prefix, handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return cloud;
}
