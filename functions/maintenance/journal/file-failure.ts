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
  return new StoreError(kind, code, `${what}: ${error.message}`, { cause: error });
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
