import type { CloudFunction } from './cloud-function.ts';
import { parseFunctionUrn } from './function-urn.ts';

/** A function's configuration as FunctionGraph tells of it. What is encrypted is not told. */
export function functionJson({ urn, project, config, code, modifiedAt }: CloudFunction) {
  const { encrypted_user_data: _, ...told } = config;
  return {
    func_id: urn,
    func_urn: urn,
    namespace: project,
    project_name: parseFunctionUrn(urn)?.region,
    ...told,
    strategy_config: { ...told.strategy_config, concurrent_num: 1 },
    cpu: Math.floor((config.memory_size / 128) * 100 + 200),
    type: 'v2',
    code_type: 'zip',
    code_size: code.bytes,
    digest: code.digest,
    version: 'latest',
    last_modified: new Date(modifiedAt).toISOString(),
  };
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
