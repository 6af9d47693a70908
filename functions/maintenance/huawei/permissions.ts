/**
 * The permissions that calls of ours take, as role and policy-based authorization names them. Of statistics and nodes
 * DCS's table does not speak; that they go with `list` is what their place in the API suggests.
 */
export const permissions = {
  listInstances: 'dcs:instance:list',
  showInstance: 'dcs:instance:get',
  showConfiguration: 'dcs:instance:getConfiguration',
  listBackups: 'dcs:instance:getDataBackupLog',
  makeBackup: 'dcs:instance:backupData',
  changeStatus: 'dcs:instance:modifyStatus',
  listObjects: 'obs:bucket:ListBucket',
  readObject: 'obs:object:GetObject',
  writeObject: 'obs:object:PutObject',
  removeObject: 'obs:object:DeleteObject',
  invokeFunction: 'functiongraph:function:invokeAsync',
  publishToTopic: 'smn:topic:publish',
  readMetrics: 'ces:metricData:list',
} as const;

/** One of `permissions`. */
export type Permission = (typeof permissions)[keyof typeof permissions];
