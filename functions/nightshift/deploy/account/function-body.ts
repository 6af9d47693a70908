import { type ActualConfig, type DeployRecord, withRecord } from '../function/actual.ts';
import type { Goal } from '../function/goal.ts';
import type { Zip } from '../pack/pack-function.ts';
import type { Timer, Variables } from '../serverless/deployment.ts';

/** The configuration of a goal as FunctionGraph takes it; what the goal leaves as it is, is left out. */
export function configBody(goal: Goal, record: DeployRecord) {
  const { name, description, xrole, appXrole, logConfig } = goal;
  return {
    ...requiredBody(name, goal, withRecord(goal.variables, record)),
    description,
    ...(goal.encrypted === undefined ? {} : { encrypted_user_data: JSON.stringify(goal.encrypted) }),
    ...(xrole === undefined ? {} : { xrole }),
    ...(appXrole === undefined ? {} : { app_xrole: appXrole }),
    ...(goal.enableLtsLog === undefined ? {} : { enable_lts_log: goal.enableLtsLog }),
    ...(logConfig === undefined
      ? {}
      : {
          log_config: {
            group_id: logConfig.groupId,
            group_name: logConfig.groupName,
            stream_id: logConfig.streamId,
            stream_name: logConfig.streamName,
          },
        }),
  };
}

/** Code as FunctionGraph takes it. */
export function codeBody({ content }: Zip) {
  const file = content.toString('base64');
  return { code_type: 'zip', code_filename: 'nightshift.zip', func_code: { file } };
}

/** A timer as FunctionGraph takes it. */
export function timerBody({ status, name, scheduleType, schedule, userEvent }: Timer) {
  return {
    trigger_type_code: 'TIMER',
    trigger_status: status,
    event_data: { name, schedule_type: scheduleType, schedule, user_event: userEvent },
  };
}

/** A function's own configuration with other notes of deploy's, or none. */
export function notesBody(name: string, actual: ActualConfig, record: DeployRecord | undefined) {
  const { variables } = actual;
  return requiredBody(name, actual, record ? withRecord(variables, record) : variables);
}

type Required = Pick<ActualConfig, 'runtime' | 'handler' | 'memorySize' | 'timeout'>;

/** What every configuration of a function must say, whatever of it changes. */
function requiredBody(
  name: string,
  { runtime, handler, memorySize, timeout }: Required,
  variables: Variables,
) {
  return {
    func_name: name,
    runtime,
    handler,
    memory_size: memorySize,
    timeout,
    user_data: JSON.stringify(variables),
  };
}
