import { checkShape } from '../../../maintenance/document/check-shape.ts';
import { checkSigns, unusualTexts } from '../../../maintenance/document/check-signs.ts';
import { decodeText } from '../../../maintenance/document/decode-text.ts';
import {
  type Diagnostic,
  diagnoseFindings,
  diagnoseFlaws,
  inOrder,
} from '../../../maintenance/document/diagnostic.ts';
import { type Path, writePath } from '../../../maintenance/document/path.ts';
import { readYaml, type YamlFlaw } from '../../../maintenance/document/read-yaml.ts';
import { checkDeployment } from './check-deployment.ts';
import type { Deployment, WantedFunction } from './deployment.ts';
import { type ReferenceScene, resolveReferences } from './resolve-references.ts';
import { type ServerlessSettings, serverlessSchema } from './serverless-schema.ts';

/** A `serverless.yml` without errors. */
export type ParsedServerless = {
  readonly ok: true;
  readonly file: string;
  /** As it is written. */
  readonly text: string;
  readonly deployment: Deployment;
  /** Variables that only deploying needs and that the environment lacks; what is made of them is as written. */
  readonly missing: readonly Diagnostic[];
};

/** Every error of a `serverless.yml`, from its top to its end. */
export type RefusedServerless = {
  readonly ok: false;
  /** What of it can be shown. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
};

/** What a text is read against: the name that diagnostics give to the file, and what references lead to. */
export type ServerlessScene = ReferenceScene & { readonly file: string };

/** Reads a `serverless.yml`. Never throws, whatever it is, and never shows the value of a reference. */
export function parseServerless(
  source: Uint8Array | string,
  scene: ServerlessScene,
): ParsedServerless | RefusedServerless {
  const { file } = scene;
  const decoded = typeof source === 'string' ? ({ ok: true, text: source } as const) : decodeText(source);
  const { text } = decoded;
  const refused = (flaws: readonly YamlFlaw[]) =>
    ({ ok: false, text, diagnostics: inOrder(diagnoseFlaws(flaws, file)) }) as const;
  if (!decoded.ok) return refused([decoded.flaw]);
  const reading = readYaml(text);
  if (!reading.ok) return refused(reading.flaws);

  const { value: document, flaws, spellingOf } = reading.yaml;
  const { tree, findings: unresolved, missing } = resolveReferences(document, scene);
  const findings = [...checkSigns(unusualTexts(document), strictnessAt), ...unresolved];
  const shape = checkShape(serverlessSchema, tree, spellingOf, (path) => referenceAt(document, path));
  const told = new Set([...findings, ...missing].map(({ path }) => writePath(path)));
  const found = shape.ok ? checkDeployment(shape.settings) : shape.findings;
  const wrong = [...findings, ...found.filter(({ path }) => !told.has(writePath(path)))];
  if (!shape.ok || wrong.length > 0 || flaws.length > 0)
    return {
      ok: false,
      text,
      diagnostics: inOrder([...diagnoseFlaws(flaws, file), ...diagnoseFindings(wrong, file, reading.yaml)]),
    };
  return {
    ok: true,
    file,
    text,
    deployment: deploymentOf(shape.settings),
    missing: inOrder(diagnoseFindings(missing, file, reading.yaml)),
  };
}

/** Descriptions and values of variables are whatever people write; names and paths may be Chinese. */
function strictnessAt(path: Path, part: 'key' | 'value') {
  const key = String(path.at(-1));
  if (path[0] === 'custom' || key === 'description') return undefined;
  const isVariable = path.includes('variables') || path.includes('encryptedUserData');
  const isName = /^(groupName|streamName|codeUri|package|xrole|appXrole)$/.test(key);
  return part === 'value' && (isVariable || isName) ? 'seen' : 'plain';
}

/** What a value is called that came from a reference on the way to it. */
function referenceAt(document: unknown, path: Path): string | undefined {
  let value = document;
  for (const step of ['', ...path]) {
    if (step !== '') value = (value as Record<string | number, unknown> | null | undefined)?.[step];
    if (typeof value === 'string') return value.includes('${') ? 'the value of a reference' : undefined;
  }
  return undefined;
}

/** The deployment that checked settings ask for. */
function deploymentOf({ service, provider, functions }: ServerlessSettings): Deployment {
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
    codeUri: settings.code?.codeUri,
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
