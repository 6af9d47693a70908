import { StoreError, type StoreFailureKind } from './store.ts';

/** The system's word for an error, such as `ENOENT`; `undefined` when it is not the system's. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * What a failed call to the file system means for the store: nothing was done, or, where `doubtful`, perhaps some of
 * it. What is no error of the system is left as it is.
 */
export function fileFailure(error: unknown, what: string, { doubtful = false } = {}): unknown {
  const code = errnoOf(error);
  if (error instanceof StoreError || !(error instanceof Error) || code === undefined) return error;
  const kind = doubtful ? 'ambiguous' : kindOf(code);
  const advice = adviceOn(code);
  const message = advice === undefined ? error.message : `${advice} (${error.message})`;
  return new StoreError(kind, code, `${what}: ${message}`, { cause: error });
}

/** What to do about an error of the system; `undefined` where its own words must do. */
function adviceOn(code: string): string | undefined {
  const elsewhere = 'or name another folder in journal: file:FOLDER';
  switch (code) {
    case 'ENOSPC':
      return `the disk is full; make room on it, ${elsewhere}`;
    case 'EDQUOT':
      return `the quota of the disk is used up; raise it or make room, ${elsewhere}`;
    case 'EROFS':
      return `the disk takes no writes; mount it so that it does, ${elsewhere}`;
    case 'EACCES':
    case 'EPERM':
      return `this process may not write there; grant it, ${elsewhere}`;
    case 'EFBIG':
      return `the file would grow beyond what the disk or a limit of the process takes; raise it, ${elsewhere}`;
    default:
      return undefined;
  }
}

function kindOf(code: string): StoreFailureKind {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'denied';
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return 'permanent';
    default:
      return 'unreachable';
  }
}
