import {
  CreateFunctionRequest,
  CreateFunctionRequestBody,
  CreateFunctionTriggerRequest,
  CreateFunctionTriggerRequestBody,
  CreateFunctionVersionRequest,
  CreateFunctionVersionRequestBody,
  DeleteFunctionAsyncInvokeConfigRequest,
  DeleteFunctionRequest,
  DeleteFunctionTriggerRequest,
  FuncAsyncDestinationConfig,
  FuncCode,
  FuncDestinationConfig,
  FuncLogConfig,
  type FunctionGraphClient,
  TriggerEventDataRequestBody,
  UpdateFunctionAsyncInvokeConfigRequest,
  UpdateFunctionAsyncInvokeConfigRequestBody,
  UpdateFunctionCodeRequest,
  UpdateFunctionCodeRequestBody,
  UpdateFunctionConfigRequest,
  UpdateFunctionConfigRequestBody,
  UpdateFunctionMaxInstanceConfigRequest,
  UpdateFunctionMaxInstanceConfigRequestBody,
  UpdateTriggerRequest,
  UpdateTriggerRequestBody,
} from '@huaweicloud/huaweicloud-sdk-functiongraph';

const urn = 'urn:fss:cn-north-4:p1:function:default:nightshift';
const latest = `${urn}:latest`;
const notes = '{"v":1,"made":true,"timers":["tick"],"async":true,"secrets":"SALT.DIGEST"}';
const userData = JSON.stringify({ LEVEL: 'info', NIGHTSHIFT_DEPLOYED: notes });
const log = new FuncLogConfig()
  .withGroupId('g1')
  .withGroupName('group')
  .withStreamId('s1')
  .withStreamName('stream');
const code = new FuncCode().withFile('emlw');

/** For each kind of step the request that is built of the official client's own classes. */
export const officialRequests: Readonly<Record<string, (client: FunctionGraphClient) => unknown>> = {
  'create-function': (client) =>
    client.createFunction(
      new CreateFunctionRequest().withBody(
        new CreateFunctionRequestBody()
          .withFuncName('nightshift')
          .withPackage('default')
          .withType('v2')
          .withRuntime('Node.js20.15')
          .withHandler('index.handler')
          .withMemorySize(256)
          .withTimeout(900)
          .withDescription('At night')
          .withUserData(userData)
          .withEncryptedUserData('{"HOOK":"https://x"}')
          .withXrole('nightshift-dcs')
          .withAppXrole('nightshift-app')
          .withEnableLtsLog(true)
          .withLogConfig(log)
          .withCodeType('zip')
          .withCodeFilename('nightshift.zip')
          .withFuncCode(code),
      ),
    ),
  'update-config': (client) =>
    client.updateFunctionConfig(
      new UpdateFunctionConfigRequest(latest).withBody(
        new UpdateFunctionConfigRequestBody()
          .withFuncName('nightshift')
          .withRuntime('Node.js20.15')
          .withHandler('index.handler')
          .withMemorySize(256)
          .withTimeout(900)
          .withDescription('At night')
          .withUserData(userData)
          .withEncryptedUserData('{"HOOK":"https://x"}')
          .withXrole('nightshift-dcs')
          .withAppXrole('nightshift-app')
          .withEnableLtsLog(true)
          .withLogConfig(log),
      ),
    ),
  'update-code': (client) =>
    client.updateFunctionCode(
      new UpdateFunctionCodeRequest(latest).withBody(
        new UpdateFunctionCodeRequestBody()
          .withCodeType('zip')
          .withCodeFilename('nightshift.zip')
          .withFuncCode(code),
      ),
    ),
  'limit-instances': (client) =>
    client.updateFunctionMaxInstanceConfig(
      new UpdateFunctionMaxInstanceConfigRequest(latest).withBody(
        new UpdateFunctionMaxInstanceConfigRequestBody().withMaxInstanceNum(1),
      ),
    ),
  'set-policy': (client) =>
    client.updateFunctionAsyncInvokeConfig(
      new UpdateFunctionAsyncInvokeConfigRequest(latest).withBody(
        new UpdateFunctionAsyncInvokeConfigRequestBody()
          .withMaxAsyncRetryAttempts(0)
          .withMaxAsyncEventAgeInSeconds(3600)
          .withEnableAsyncStatusLog(true)
          .withDestinationConfig(
            new FuncAsyncDestinationConfig().withOnFailure(
              new FuncDestinationConfig().withDestination('SMN').withParam('{"topic_urn":"urn:smn:1"}'),
            ),
          ),
      ),
    ),
  'drop-policy': (client) =>
    client.deleteFunctionAsyncInvokeConfig(new DeleteFunctionAsyncInvokeConfigRequest(latest)),
  'create-timer': (client) =>
    client.createFunctionTrigger(
      new CreateFunctionTriggerRequest(latest).withBody(
        new CreateFunctionTriggerRequestBody()
          .withTriggerTypeCode('TIMER')
          .withTriggerStatus('ACTIVE')
          .withEventData(
            new TriggerEventDataRequestBody()
              .withName('tick')
              .withScheduleType('Cron')
              .withSchedule('0 */5 * * * ?')
              .withUserEvent(''),
          ),
      ),
    ),
  'turn-timer': (client) =>
    client.updateTrigger(
      new UpdateTriggerRequest(latest, 'TIMER', 't1').withBody(
        new UpdateTriggerRequestBody().withTriggerStatus('ACTIVE'),
      ),
    ),
  'delete-timer': (client) =>
    client.deleteFunctionTrigger(new DeleteFunctionTriggerRequest(latest, 'TIMER', 't1')),
  'delete-version': (client) => client.deleteFunction(new DeleteFunctionRequest(`${urn}:1-00000000`)),
  publish: (client) =>
    client.createFunctionVersion(
      new CreateFunctionVersionRequest(latest).withBody(
        new CreateFunctionVersionRequestBody()
          .withVersion('2-00000000')
          .withDescription('published by nightshift deploy'),
      ),
    ),
};
