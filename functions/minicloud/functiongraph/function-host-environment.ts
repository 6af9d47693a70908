/** What a function is configured with. */
export type FunctionSettings = {
  /** The folder that the platform calls `RUNTIME_CODE_ROOT`. */
  readonly codeDirectory: string;
  /** `<file>.<export>`, as in `index.handler`. */
  readonly handler: string;
  /** The function's environment variables, encrypted ones included: what `context.getUserData` reads. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Whether they are in `process.env`, too. Huawei's emulator puts them there, its documentation reads them from
   * the context only; the cloud's answer is unconfirmed. Default: no.
   */
  readonly userDataInEnvironment?: boolean;
  /** What becomes the `errorType` of an error: its own name or that of its class. Unconfirmed. Default: its own. */
  readonly errorTypeFrom?: 'name' | 'class';
  /** In cloud time. */
  readonly timeLimitMs: number;
  readonly memoryMb: number;
  readonly functionName: string;
  /** The app that it belongs to. Default: `default`. */
  readonly packageName?: string;
  readonly projectId: string;
};

/** The whole environment of a function's process: a path, and the documented `RUNTIME_*` variables. */
export function functionEnvironment(settings: FunctionSettings): Record<string, string> {
  const { codeDirectory, handler, environment, memoryMb, timeLimitMs } = settings;
  return {
    ...(settings.userDataInEnvironment ? environment : {}),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    RUNTIME_PROJECT_ID: settings.projectId,
    RUNTIME_PACKAGE: settings.packageName ?? 'default',
    RUNTIME_FUNC_NAME: settings.functionName,
    RUNTIME_FUNC_VERSION: 'latest',
    RUNTIME_HANDLER: handler,
    RUNTIME_TIMEOUT: String(timeLimitMs / 1000),
    RUNTIME_USERDATA: JSON.stringify(environment),
    RUNTIME_MEMORY: String(memoryMb),
    // The documented share of the memory, in thousandths of a core.
    RUNTIME_CPU: String(Math.floor((memoryMb / 128) * 100 + 200)),
    RUNTIME_MAX_RESP_BODY_SIZE: '6291456',
    RUNTIME_CODE_ROOT: codeDirectory,
  };
}
