import { Command } from 'commander';
import { demoBucket, startDemoCloud } from './minicloud/demo/demo-cloud.ts';
import { numberBetween, readOptions } from './minicloud/demo/read-options.ts';
import { createPlatform } from './minicloud/functiongraph/platform.ts';

/** `npm run cloud`: the local cloud by itself, until Ctrl-C. */
const { scale, port } = readOptions<{ scale: number; port: number }>(
  new Command('cloud')
    .description('a local Huawei Cloud with DCS, FunctionGraph, OBS and SMN, until Ctrl-C')
    .option(
      '--scale <times>',
      "how much faster its clock runs than the wall's",
      numberBetween(1, 1_000, 'number'),
      1,
    )
    .option('--port <port>', 'where it listens; 0 for any free port', numberBetween(0, 65_535, 'integer'), 0),
);
// Commands beside it live by the wall's clock, and must not be refused for that.
const { cloud, projectId, inbox, environment, page, topicUrn } = await startDemoCloud({
  ...{ scale, port },
  beside: () => Date.now(),
}).catch((error: NodeJS.ErrnoException) => {
  if (error.syscall !== 'listen') throw error;
  const found =
    error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be had (${error.code})`;
  console.error(`error: port ${port} ${found} - expected a free one, or none for any`);
  process.exit(1);
});
const platform = await createPlatform({ cloud });

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
console.log(`endpoint        ${cloud.endpoint}
project id      ${projectId}
access key      ${cloud.accessKey}
secret key      ${cloud.secretKey}
security token  ${cloud.securityToken}
webhooks        ${environment['OPS_WEBHOOK_URL']} and ${environment['AUDIT_WEBHOOK_URL']}
                signed with ${environment['OPS_WEBHOOK_SECRET']} and ${environment['AUDIT_WEBHOOK_SECRET']}
bucket          ${demoBucket}
topic           ${topicUrn}
messages        ${page} shows them, and where each kind of chat takes them
clock           ${scale} times as fast as the wall's; --scale 60 and --port 8080 change that

It answers the APIs of DCS (v2), FunctionGraph (v2), OBS and SMN (v2) as documented. Ctrl-C ends it.`);

async function end(): Promise<void> {
  console.log(`\n${cloud.audit().length} things happened, ${inbox.messages.length} messages came in.`);
  await platform.close();
  await cloud.close();
}
