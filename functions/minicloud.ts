import { parseArgs } from 'node:util';
import { demoBucket, startDemoCloud } from './minicloud/demo/demo-cloud.ts';
import { createPlatform } from './minicloud/functiongraph/platform.ts';

/** `npm run cloud`: the local cloud by itself, until Ctrl-C. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, scale: { type: 'string', default: '1' } },
});
const { cloud, projectId, inbox, environment, page, topicUrn } = await startDemoCloud({
  scale: Number(values.scale),
  port: Number(values.port),
});
const platform = await createPlatform({ cloud });

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
clock           ${values.scale} times as fast as the wall's; --scale 60 and --port 8080 change that

It answers the APIs of DCS (v2), FunctionGraph (v2), OBS and SMN (v2) as documented. Ctrl-C ends it.`);

process.once('SIGINT', async () => {
  console.log(`\n${cloud.audit().length} things happened, ${inbox.messages.length} messages came in.`);
  await platform.close();
  await cloud.close();
});
