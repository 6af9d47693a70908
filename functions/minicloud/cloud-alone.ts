import { parseArgs } from 'node:util';
import { startDemoCloud } from './demo-cloud.ts';

/** `npm run cloud`: the local cloud by itself, until Ctrl-C. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, scale: { type: 'string', default: '1' } },
});
const { cloud, projectId, inbox, environment } = await startDemoCloud({
  scale: Number(values.scale),
  port: Number(values.port),
});

console.log(`endpoint        ${cloud.endpoint}
project id      ${projectId}
access key      ${cloud.accessKey}
secret key      ${cloud.secretKey}
security token  ${cloud.securityToken}
webhooks        ${environment['OPS_WEBHOOK_URL']} and ${environment['AUDIT_WEBHOOK_URL']}
                signed with ${environment['OPS_WEBHOOK_SECRET']} and ${environment['AUDIT_WEBHOOK_SECRET']}
clock           ${values.scale} times as fast as the wall's; --scale 60 and --port 8080 change that

It answers DCS API v2 as documented. Ctrl-C ends it.`);

process.once('SIGINT', async () => {
  console.log(`\n${cloud.audit().length} things happened, ${inbox.messages.length} messages came in.`);
  await cloud.close();
});
