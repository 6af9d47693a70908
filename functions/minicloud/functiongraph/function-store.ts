import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { CloudClock } from '../wire/cloud-clock.ts';
import type { Alarms } from './alarms.ts';
import { type CloudFunction, latestUrn, parseFunctionUrn } from './cloud-function.ts';
import { FgsRefusal } from './fgs-error.ts';
import { type FunctionCode, unpackCode } from './function-code.ts';
import { createFunctionHost } from './function-host.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { environmentOf, type FunctionConfig, parseFunctionConfig } from './function-settings.ts';
import type { PlatformKnobs } from './platform-knobs.ts';

/** The functions of all projects. Every verb throws `FgsRefusal` for what FunctionGraph would refuse. */
export interface FunctionStore {
  create(project: string, body: unknown): Promise<CloudFunction>;
  find(project: string, urn: string): CloudFunction;
  updateCode(fn: CloudFunction, body: unknown): Promise<void>;
  updateConfig(fn: CloudFunction, body: unknown): void;
  updateMostInstances(fn: CloudFunction, body: unknown): void;
  remove(fn: CloudFunction): void;
  all(): readonly CloudFunction[];
  /** Those of deleted functions included, which may still be busy. */
  pools(): readonly FunctionPool[];
  /** Ends all instances. */
  stop(): Promise<void>;
}

/** Where functions live. */
type StoreOptions = {
  /** For their code. */
  readonly folder: string;
  readonly clock: CloudClock;
  readonly alarms: Alarms;
  readonly knobs: PlatformKnobs;
  readonly regionOf: (project: string) => string;
};

const mostFunctions = 400;
const mostInstancesSchema = z.object({ max_instance_num: z.int() });

/** A store without functions. */
export function createFunctionStore({ folder, clock, alarms, knobs, regionOf }: StoreOptions): FunctionStore {
  const functions = new Map<string, CloudFunction>();
  const pools: FunctionPool[] = [];
  let codes = 0;

  async function unpack(body: unknown): Promise<FunctionCode> {
    codes += 1;
    const directory = join(folder, `code-${codes}`);
    const goOn = clock.hold('the code of a function to be unpacked');
    try {
      await mkdir(directory);
      return await unpackCode(body, directory);
    } catch (error) {
      await rm(directory, { recursive: true });
      throw error;
    } finally {
      goOn();
    }
  }

  function poolOf(fn: () => CloudFunction): FunctionPool {
    const pool = createFunctionPool({
      clock,
      alarms,
      idleMs: () => knobs.idleSeconds * 1000,
      most: () => {
        const { concurrency } = fn().config.strategy_config;
        return concurrency < 0 ? knobs.mostInstances : Math.min(concurrency, knobs.mostInstances);
      },
      launch() {
        const { config, code, project } = fn();
        return createFunctionHost({
          codeDirectory: code.directory,
          handler: config.handler,
          environment: environmentOf(config),
          userDataInEnvironment: knobs.userDataInEnvironment,
          errorTypeFrom: knobs.errorTypeFrom,
          timeLimitMs: config.timeout * 1000,
          memoryMb: config.memory_size,
          functionName: config.func_name,
          packageName: config.package,
          projectId: project,
          credentials: undefined,
          clock,
        });
      },
    });
    pools.push(pool);
    return pool;
  }

  function change(fn: CloudFunction, config: FunctionConfig): void {
    fn.config = config;
    fn.modifiedAt = clock.now();
    if (knobs.configUpdate === 'recycles') fn.pool.recycle();
    else fn.pool.widen();
  }

  return {
    async create(project, body) {
      const config = parseFunctionConfig(body, knobs.userDataLimit);
      const { package: packageName, func_name: name } = config;
      const urn = latestUrn({ region: regionOf(project), project, packageName, name });
      if (functions.has(urn)) throw new FgsRefusal('FSS.1061');
      if (functions.size >= mostFunctions) throw new FgsRefusal('FSS.1041');
      const code = await unpack(body);
      // Of two at once one is later.
      if (functions.has(urn)) {
        await rm(code.directory, { recursive: true });
        throw new FgsRefusal('FSS.1061');
      }
      const modifiedAt = clock.now();
      const state = {
        config,
        code,
        modifiedAt,
        asyncConfig: undefined,
        triggers: new Map(),
        versions: new Map(),
        deleted: false,
      };
      const fn: CloudFunction = { urn, project, pool: poolOf(() => fn), ...state };
      functions.set(urn, fn);
      return fn;
    },
    find(project, text) {
      const urn = parseFunctionUrn(text);
      if (!urn || urn.project !== project) throw new FgsRefusal(knobs.absentFunction);
      const fn = functions.get(latestUrn(urn));
      if (!fn) throw new FgsRefusal(knobs.absentFunction);
      if (urn.version?.startsWith('!')) throw new FgsRefusal('FSS.1053');
      return fn;
    },
    async updateCode(fn, body) {
      fn.code = await unpack(body);
      fn.modifiedAt = clock.now();
      fn.pool.recycle();
    },
    updateConfig(fn, body) {
      if (typeof body !== 'object') throw new FgsRefusal('FSS.0406');
      // What is left out stays; name and app are in the URN, and a runtime cannot be changed.
      const { func_name, package: packageName, runtime } = fn.config;
      const config = parseFunctionConfig({ ...fn.config, ...body }, knobs.userDataLimit);
      if (config.runtime !== runtime) throw new FgsRefusal('FSS.1005');
      change(fn, { ...config, func_name, package: packageName });
    },
    updateMostInstances(fn, body) {
      const parsed = mostInstancesSchema.safeParse(body);
      if (!parsed.success) throw new FgsRefusal('FSS.0400');
      const strategy_config = { concurrency: parsed.data.max_instance_num };
      change(fn, parseFunctionConfig({ ...fn.config, strategy_config }, knobs.userDataLimit));
    },
    remove(fn) {
      fn.deleted = true;
      functions.delete(fn.urn);
      fn.pool.recycle();
    },
    all: () => [...functions.values()],
    pools: () => pools,
    stop: async () => void (await Promise.all(pools.map((pool) => pool.stop()))),
  };
}
