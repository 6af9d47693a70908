import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The tables of the system are no snapshot: an entry can be passed over while others come and go beside it. */
const looks = 4;

/** The two ends of a connection on 127.0.0.1, as ports: one end's alone can belong to several connections. */
type LocalConnection = { readonly clientPort: number; readonly serverPort: number };

/**
 * Which of some processes holds the client's end of a connection, told from Linux's tables of sockets. Where there
 * are none, or the end is already closed, it can only be the one process, if there is just one.
 */
export function socketOwner(connection: LocalConnection, pids: readonly number[]): number | undefined {
  let inode: string | undefined;
  for (let look = 0; look < looks; look++) {
    inode = inodeOf(connection);
    const owner = inode === undefined ? undefined : pids.find((pid) => holds(pid, `socket:[${inode}]`));
    if (owner !== undefined) return owner;
  }
  return inode === undefined && pids.length === 1 ? pids[0] : undefined;
}

function inodeOf({ clientPort, serverPort }: LocalConnection): string | undefined {
  const [local, remote] = [clientPort, serverPort].map(
    (port) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  try {
    for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
      const fields = line.trim().split(/\s+/);
      if (fields[1] === local && fields[2] === remote && fields[9] !== '0') return fields[9];
    }
  } catch {
    // No /proc, so no Linux.
  }
  return undefined;
}

function holds(pid: number, socket: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((descriptor) => linkOf(`${folder}/${descriptor}`) === socket);
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

/** A descriptor may be closed between being listed and being read. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
