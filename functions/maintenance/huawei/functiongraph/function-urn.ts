/** What names a function. */
export type FunctionName = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  readonly projectId: string;
  /** The app, `default` for most. */
  readonly packageName: string;
  readonly name: string;
  /** `latest`, a version's number, or `!` and an alias. */
  readonly version: string;
};

/** The name under which FunctionGraph's API knows a function. */
export function functionUrn({ region, projectId, packageName, name, version }: FunctionName): string {
  return `urn:fss:${region}:${projectId}:function:${packageName}:${name}:${version}`;
}
