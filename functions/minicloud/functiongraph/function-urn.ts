/** What a function's URN says; `version` is `latest`, a number or `!` and an alias, absent for `latest`. */
export type FunctionUrn = {
  readonly region: string;
  readonly project: string;
  readonly packageName: string;
  readonly name: string;
  readonly version: string | undefined;
};

/** Reads `urn:fss:<region>:<project>:function:<package>:<name>[:<version>]`; `undefined` for anything else. */
export function parseFunctionUrn(text: string): FunctionUrn | undefined {
  const [urn, fss, region, project, kind, packageName, name, version, ...rest] = text.split(':');
  if (urn !== 'urn' || fss !== 'fss' || kind !== 'function' || rest.length > 0) return undefined;
  if (!region || !project || !packageName || !name) return undefined;
  return { region, project, packageName, name, version };
}

/** The URN of a function's newest version. */
export function latestUrn({ region, project, packageName, name }: Omit<FunctionUrn, 'version'>): string {
  return `urn:fss:${region}:${project}:function:${packageName}:${name}:latest`;
}
