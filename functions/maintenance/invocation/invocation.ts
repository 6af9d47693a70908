/** AK, SK and STS token of the function's agency; the token is absent for a user's own keys. */
export type Credentials = {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string;
};

/** What an invocation may know and use of its surroundings, in our words. */
export type Invocation = {
  /** The same in the platform's logs, and on every retry of an asynchronous invocation. */
  readonly requestId: string;
  readonly functionName: string | undefined;
  /** The app that the function belongs to. */
  readonly functionPackage: string | undefined;
  /** `latest`, or the number of a published one. */
  readonly functionVersion: string | undefined;
  readonly projectId: string | undefined;
  /** Milliseconds until the platform kills the function. */
  readonly remainingMs: () => number;
  /** An environment variable of the function, encrypted or not; `undefined` when absent or empty. */
  readonly userData: (name: string) => string | undefined;
  /** Read anew at every call: they are valid for 24 hours and cached for 10 minutes. `undefined` without an agency. */
  readonly credentials: () => Credentials | undefined;
  /** The name under which middy looks for `remainingMs`; without it middy's early timeout silently never fires. */
  readonly getRemainingTimeInMillis: () => number;
};
