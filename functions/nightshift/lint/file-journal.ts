import { advice, type Finding } from '../../maintenance/document/finding.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** A journal in a folder is gone with the machine; the function's own is gone a minute after a run. */
export function lintFileJournal({ journal }: Schedule): Finding[] {
  if (!journal?.url.startsWith('file:')) return [];
  const found = 'a folder, which a deployed function loses with its instance';
  return [advice(['journal'], 'journal.file', found, 'obs://BUCKET/PREFIX, except for trying things out')];
}
