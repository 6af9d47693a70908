import { mayHoldReference } from '../../../maintenance/document/environment-reference.ts';

/** The bucket of a journal, and the objects in it that are the journal's: `bucket/prefix/*`. */
export function objectsOf(url: string): { readonly bucket: string; readonly objects: string } {
  const [, bucket = '', prefix = ''] = /^obs:\/\/([^/]*)\/?(.*?)\/*$/.exec(url) ?? [];
  // An asterisk for a bucket would be every bucket of the account; people are to put theirs in.
  const named = mayHoldReference(bucket) ? 'BUCKET' : bucket;
  const below = prefix === '' || mayHoldReference(prefix) ? '' : `${prefix}/`;
  return { bucket: named, objects: `${named}/${below}*` };
}
