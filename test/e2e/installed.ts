import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** What a program said, and how it ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, with an environment that has nothing of ours but where programs are. */
export function run(
  file: string,
  args: readonly string[],
  { cwd, environment = {}, input = '' }: Running,
): Promise<Ended> {
  return new Promise((ended) => {
    const child = execFile(file, args, { cwd, env: around(environment) }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

type Running = {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
};

function around(environment: Readonly<Record<string, string>>) {
  return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...environment };
}

/** An empty folder beside the package's file, and who may be asked for packages. */
export type EmptyFolder = {
  /** The package, as `npm run package` writes it. */
  readonly tgz: string;
  /** Makes a folder that is empty but for these files. */
  folder(name: string, files?: Readonly<Record<string, string>>): string;
  /** For npm: a cache with nothing in it, and a registry that counts who asks. */
  readonly npm: Readonly<Record<string, string>>;
  /** What was asked of the registry. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** Makes the package of the build that is there. */
export async function openEmptyFolder(): Promise<EmptyFolder> {
  const root = mkdtempSync(join(tmpdir(), 'nightshift-installed-'));
  const tgz = await writePackage(join(root, 'package'));
  const asked: string[] = [];
  const registry = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  return {
    tgz,
    folder(name, files = {}) {
      const folder = join(root, name);
      mkdirSync(folder);
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      return folder;
    },
    npm: {
      npm_config_cache: join(root, 'cache'),
      npm_config_registry: urlOf(registry),
      // Whether there is a newer npm is a question of npm's own.
      npm_config_update_notifier: 'false',
    },
    asked,
    async close() {
      await new Promise((closed) => registry.close(closed));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** As `npm run package` does, elsewhere; gives the path of the file. */
export async function writePackage(folder: string, environment = {}): Promise<string> {
  const args = ['functions/build/write-package.mjs', folder];
  const { code, stderr } = await run(process.execPath, args, { cwd: resolve('.'), environment });
  const [name] = code === 0 ? readdirSync(folder) : [];
  if (name === undefined) throw new Error(`there is no package: ${stderr}`);
  return join(folder, name);
}

/** The lines with which pages or files have the package installed that was made before. */
export function installsIn(...paths: readonly string[]): readonly string[] {
  const line = /^(?:RUN |npm ci && npm run package && )?(npm install .*)$/gm;
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(line)].map(([, install = '']) => install));
}

/** Runs such a line in a folder where the package lies as the line has it; `/` is the folder. */
export async function install(
  line: string,
  folder: string,
  { tgz, npm, asked }: EmptyFolder,
): Promise<Ended & Pick<EmptyFolder, 'asked'>> {
  const place = join(folder, dirname(/(?<= )\S+\.tgz$/.exec(line)?.[0] ?? ''));
  mkdirSync(place, { recursive: true });
  copyFileSync(tgz, join(place, basename(tgz)));
  const environment = { ...npm, npm_config_prefix: join(folder, 'installed') };
  const ended = await run('sh', ['-c', line.replaceAll(' /', ` ${folder}/`)], { cwd: folder, environment });
  return { ...ended, asked };
}

/** Where a server on this machine listens. */
export function urlOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

/** The local cloud that came with the package. */
export type CloudBeside = {
  /** Where it is. */
  readonly endpoint: string;
  /** What it prints to be exported, which is all that commands need to reach it. */
  readonly exported: Readonly<Record<string, string>>;
  /** Ends the processes of its functions as a dying machine would; gives how many. */
  killFunctions(): number;
  /** Ends it as Ctrl-C does; gives its exit code. */
  end(): Promise<number | null>;
};

/** Starts it, and waits for its banner. */
export async function startCloud(program: string, cwd: string, scale: number): Promise<CloudBeside> {
  const cloud = spawn(program, ['cloud', '--scale', String(scale)], {
    cwd,
    env: around({}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await bannerOf(cloud);
  return {
    endpoint: /^endpoint +(.*)$/m.exec(said)?.[1] ?? '',
    exported: Object.fromEntries(
      [...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    ),
    killFunctions() {
      const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
      const functions = [...table.matchAll(/^ *(\d+) +(\d+) .*function-process/gm)]
        .filter(([, , parent]) => Number(parent) === cloud.pid)
        .map(([, pid]) => Number(pid));
      for (const pid of functions) process.kill(pid, 'SIGKILL');
      return functions.length;
    },
    async end() {
      if (cloud.exitCode !== null) return cloud.exitCode;
      const ended = once(cloud, 'close');
      cloud.kill('SIGINT');
      await ended;
      return cloud.exitCode;
    },
  };
}

async function bannerOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(chunk);
    if (said.includes('Ctrl-C ends it.')) break;
  }
  stdout?.resume();
  return said;
}

/** Changes words of a file, each of which must be in it. */
export function edit(path: string, changes: readonly (readonly [string, string])[]): void {
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
}
