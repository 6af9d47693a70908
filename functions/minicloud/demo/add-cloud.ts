import { rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { examples, plainEndings } from '../../nightshift/commands/options.ts';
import type { CommandContext, Finish } from '../../nightshift/place/command-context.ts';
import type { DemoCloud } from './demo-cloud.ts';
import type { Played } from './evidence-knobs.ts';
import type { LocalProject } from './local-project.ts';
import { numberBetween } from './read-options.ts';

type Options = { readonly scale: number; readonly port: number; readonly evidence?: string };

/** Adds `nightshift cloud`: the local cloud by itself, until Ctrl-C. */
export function addCloud(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('cloud')
    .description('runs a local Huawei Cloud: DCS, CES, FunctionGraph, LTS, OBS and SMN')
    .option(
      '--scale <times>',
      'how much faster its clock runs than real time',
      numberBetween(1, 1_000, 'number'),
      1,
    )
    .option('--port <port>', 'where it listens; 0 for any free port', numberBetween(0, 65_535, 'integer'), 0)
    .option('--evidence <file>', 'behaves as the account that nightshift probe wrote this file about')
    .addHelpText('after', examples('nightshift cloud --scale 60 --port 8080'))
    .addHelpText('after', plainEndings('0 after Ctrl-C or SIGTERM, and with 1 when it cannot listen', ''))
    .action(async (options: Options) => {
      await runCloud(options, context);
      finish(0);
    });
}

async function runCloud(
  { scale, port, evidence }: Options,
  { terminal, interruption }: CommandContext,
): Promise<void> {
  // Not for whoever wants to see the help of all commands.
  const [
    { demoBucket, startDemoCloud },
    { layLocalProject },
    { createPlatform },
    { mountConsole },
    { tellStandstill },
  ] = await Promise.all([
    import('./demo-cloud.ts'),
    import('./local-project.ts'),
    import('../functiongraph/platform.ts'),
    import('../functiongraph/console.ts'),
    import('../wire/tell-standstill.ts'),
  ]);
  const played = evidence === undefined ? undefined : await playedBy(evidence);
  // Commands beside it live by the wall's clock, and must not be refused for that.
  const demo = await startDemoCloud({
    ...{ scale, port, beside: () => Date.now() },
    ...(played && { knobs: played.knobs.dcs }),
  }).catch((cause: unknown) => {
    throw portError(port, cause);
  });
  const { cloud, inbox } = demo;
  tellStandstill(demo.clock, terminal.complain);
  Object.assign(cloud.obs.knobs, played?.knobs.obs);
  const platform = await createPlatform({ cloud, ...(played && { knobs: played.knobs.functiongraph }) });
  mountConsole(cloud, platform);
  const ended = interruption.meantEnd();
  const project = await layLocalProject(demo);
  if (played && evidence !== undefined) terminal.print(`${playedText(evidence, played)}\n`);
  terminal.print(banner(demo, project, { bucket: demoBucket, scale, port }));
  await ended;
  terminal.print(`\n${cloud.audit().length} things happened, ${inbox.messages.length} messages came in.`);
  await platform.close();
  await cloud.close();
  await rm(project.folder, { recursive: true, force: true });
}

async function playedBy(file: string): Promise<Played> {
  const { readEvidence, playEvidence } = await import('./evidence-knobs.ts');
  return playEvidence(readEvidence(file));
}

/** In what the account differs from what we assume of it. */
function playedText(file: string, { differing }: Played): string {
  const [count, one] = [differing.length, differing.length === 1];
  if (count === 0) return `${file}: nothing differs from what is assumed`;
  return [
    `${file}: ${count} ${one ? 'point differs' : 'points differ'} from what is assumed`,
    ...differing,
  ].join('\n  ');
}

function portError(port: number, cause: unknown): unknown {
  const { syscall, code } = cause as NodeJS.ErrnoException;
  if (syscall !== 'listen') return cause;
  const found = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be had (${code})`;
  return new CodedError('port.taken', `port ${port} ${found} - expected a free one, or none for any`, {
    cause,
  });
}

function banner(
  { cloud, projectId, environment, page, topicUrn }: DemoCloud,
  { lines }: LocalProject,
  { bucket, scale, port }: Options & { readonly bucket: string },
): string {
  const others = [
    ...(scale === 1 ? ['--scale 60 makes it faster'] : []),
    ...(port === 0 ? ['--port 8080 keeps the address'] : []),
  ];
  return `endpoint        ${cloud.endpoint}
project id      ${projectId}
access key      ${cloud.accessKey}
secret key      ${cloud.secretKey}
security token  ${cloud.securityToken}
webhooks        ${environment['OPS_WEBHOOK_URL']} and ${environment['AUDIT_WEBHOOK_URL']}
                signed with ${environment['OPS_WEBHOOK_SECRET']} and ${environment['AUDIT_WEBHOOK_SECRET']}
bucket          ${bucket}
topic           ${topicUrn}
messages        ${page} shows them, and where each kind of chat takes them
clock           ${[`${scale === 1 ? '' : `${scale} times `}as fast as real time`, ...others].join('; ')}

An example project for it exists until it ends. In another terminal (nightshift is npx --no-install nightshift in a
project, and npm run -s nightshift -- in a clone):

${lines.join('\n')}

With these exports you can also create a project of your own: nightshift init my-redis --yes

It answers the APIs of DCS, FunctionGraph, LTS and SMN (v2), of CES (V1.0) and of OBS as documented. Ctrl-C ends it.`;
}
