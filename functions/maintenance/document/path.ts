/** Where something stands in the document: keys and indexes, from the top. */
export type Path = readonly (string | number)[];

/** A path as people read it: `jobs.nightly.cron`, `overrides[0].until`; empty for the top. */
export function writePath(path: Path): string {
  let written = '';
  for (const step of path) {
    if (typeof step === 'number') written += `[${step}]`;
    else written += written === '' ? step : `.${step}`;
  }
  return written;
}
