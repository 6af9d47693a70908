import { createHash, hash } from 'node:crypto';
import { type CloudFunction, type PublishedVersion, parseFunctionUrn } from './cloud-function.ts';
import type { PlatformKnobs } from './platform-knobs.ts';

/** What of a function is told in one way or another. */
type ToldBy = Pick<PlatformKnobs, 'encryptedVariables' | 'mostInstancesTold' | 'digestOf'>;

/** A function's configuration, or a version's, as FunctionGraph tells of it. What is encrypted is not told. */
export function functionJson(fn: CloudFunction, knobs: ToldBy, version?: PublishedVersion) {
  const { config, code } = version ?? fn;
  const { project } = fn;
  const { encrypted_user_data: encrypted, log_config: log, strategy_config, ...told } = config;
  const urn = version ? fn.urn.replace(/latest$/, version.name) : fn.urn;
  return {
    func_id: urn,
    func_urn: urn,
    namespace: project,
    project_name: parseFunctionUrn(urn)?.region,
    ...told,
    ...(knobs.encryptedVariables === 'masked' &&
      encrypted !== '{}' && { encrypted_user_data: masked(encrypted) }),
    strategy_config: { ...(knobs.mostInstancesTold && strategy_config), concurrent_num: 1 },
    cpu: Math.floor((config.memory_size / 128) * 100 + 200),
    type: 'v2',
    code_type: 'zip',
    code_size: code.zip.length,
    digest: knobs.digestOf === 'sha512' ? code.digest : digestBy(knobs.digestOf, code.zip),
    version: version?.name ?? 'latest',
    ...(version ? { version_description: version.description } : {}),
    ...(log ? { log_group_id: log.group_id, log_stream_id: log.stream_id } : {}),
    last_modified: new Date(version?.publishedAt ?? fn.modifiedAt).toISOString(),
  };
}

/** A function's code, or a version's, as FunctionGraph tells of it. */
export function codeJson(fn: CloudFunction, knobs: ToldBy, version?: PublishedVersion) {
  const { func_urn, func_name, runtime, code_type, code_size, digest } = functionJson(fn, knobs, version);
  const file = (version ?? fn).code.zip.toString('base64');
  return { func_urn, func_name, runtime, code_type, code_size, digest, func_code: { file, link: '' } };
}

/** A function's asynchronous configuration as FunctionGraph tells of it; `undefined` when it has none. */
export function asyncConfigJson({ urn, asyncConfig }: CloudFunction) {
  if (!asyncConfig) return undefined;
  const { createdAt, modifiedAt, ...config } = asyncConfig;
  return {
    func_urn: urn,
    ...config,
    created_time: new Date(createdAt).toISOString(),
    last_modified: new Date(modifiedAt).toISOString(),
  };
}

/**
 * Where the lines of a function's log are in LTS; `undefined` when it keeps none. Without a group and a stream of its
 * own, FunctionGraph makes a group of the project, and a stream that is named after the function.
 */
export function ltsLogJson({ config, project }: CloudFunction) {
  if (config.enable_lts_log !== true) return undefined;
  const { log_config: own, func_name: name } = config;
  return {
    group_name: own?.group_name ?? `functiongraph.log.group.${project}`,
    group_id: own?.group_id ?? uuidOf(`group/${project}`),
    stream_name: own?.stream_name ?? `${name}_${project}`,
    stream_id: own?.stream_id ?? uuidOf(`stream/${project}/${name}`),
  };
}

function masked(variables: string): string {
  return JSON.stringify(Object.fromEntries(Object.keys(JSON.parse(variables)).map((name) => [name, '****'])));
}

function digestBy(algorithm: string, zip: Buffer): string {
  return createHash(algorithm).update(zip).digest('hex');
}

function uuidOf(text: string): string {
  const hex = hash('md5', text);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
