import type { Path } from './path.ts';

/** What stands in the document, for the first half of a diagnostic: `"30"`, `the number 0123`, `a list`. */
export function describeValue(value: unknown, path: Path, spelling: string | undefined): string {
  switch (typeof value) {
    case 'string':
      if (value === '') return 'empty text';
      return mayBeSecret(path) ? 'text' : JSON.stringify(shortened(value));
    case 'number':
      return mayBeSecret(path) ? 'a number' : `the number ${shortened(spelling ?? String(value))}`;
    case 'boolean':
      return String(value);
    default:
      break;
  }
  if (value === null || value === undefined) return 'nothing';
  const kind = Array.isArray(value) ? 'list' : 'mapping';
  return Object.keys(value).length === 0 ? `an empty ${kind}` : `a ${kind}`;
}

/**
 * Of a channel everything but its kind may be part of a webhook's URL or secret, put in the wrong line; of a
 * deployment, the value of every variable may be one.
 */
function mayBeSecret(path: Path): boolean {
  if (path[0] === 'notify') return path.at(-1) !== 'kind';
  const [, key] = path[0] === 'functions' ? path.slice(1) : path;
  const ofDeployment = path[0] === 'functions' || path[0] === 'provider';
  return ofDeployment && (key === 'encryptedUserData' || key === 'environment');
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
