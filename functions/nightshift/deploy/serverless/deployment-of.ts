import type { Deployment, WantedFunction } from './deployment.ts';
import type { ServerlessSettings } from './serverless-schema.ts';

/** The deployment that checked settings ask for. */
export function deploymentOf({ service, provider, functions }: ServerlessSettings): Deployment {
  const { region, projectId, endpoint } = provider;
  return {
    service,
    region,
    projectId,
    endpoint,
    functions: Object.entries(functions).map(([key, settings]) => wantedFunction(key, settings, provider)),
  };
}

function wantedFunction(
  key: string,
  settings: ServerlessSettings['functions'][string],
  provider: ServerlessSettings['provider'],
): WantedFunction {
  const { handler, xrole, appXrole, maxInstanceNum, enableLtsLog, logConfig } = settings;
  return {
    key,
    name: settings.name ?? key,
    packageName: settings.package ?? 'default',
    runtime: settings.runtime ?? provider.runtime ?? 'Node.js20.15',
    handler,
    codeUri: settings.code.codeUri,
    memorySize: settings.memorySize ?? provider.memorySize ?? 128,
    // `checkDeployment` has seen that one of both is there.
    timeout: settings.timeout ?? provider.timeout ?? Number.NaN,
    description: settings.description ?? '',
    variables: { ...provider.environment?.variables, ...settings.environment?.variables },
    encrypted: { ...settings.encryptedUserData },
    xrole,
    appXrole,
    maxInstanceNum,
    enableLtsLog,
    logConfig,
    asyncPolicy: settings.asyncInvokeConfig,
    timers: (settings.events ?? []).map(({ status, eventData }) => ({ status, ...eventData })),
  };
}
