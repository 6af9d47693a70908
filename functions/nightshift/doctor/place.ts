/** A service that the schedule or the deployment needs, and where it is looked for. */
export type Place = {
  readonly service: 'DCS' | 'OBS' | 'FunctionGraph' | 'IAM' | 'SMN';
  /** What says so: `regions.beijing`, `journal`, `serverless.yml`. */
  readonly of: string;
  readonly url: string;
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  /** Whose things are meant there; `undefined` for services without projects. */
  readonly projectId: string | undefined;
};
