import { bold, code, type Line, plain } from './card.ts';
import { namesOfSeveral, telling } from './instance-name.ts';
import type { Summary, SummaryInstance } from './summary.ts';
import type { Wording } from './wording/wording.ts';
import { zonedTime } from './zoned-time.ts';

/** What became of data, and which backup holds what is gone. Whose data a restart clears is among the notes. */
export function dataLines({ action, instances }: Summary, wording: Wording): readonly Line[] {
  const shared = namesOfSeveral(instances);
  return instances.flatMap((one): Line[] => {
    const loss = lossOf(one, action, wording);
    if (loss === undefined && one.backup === null) return [];
    const what = loss === undefined ? [] : [plain(` ${loss}`), plain(wording.comma)];
    return [
      [bold(telling(one, shared)), ...(what.length > 0 ? what : [plain(' ')]), ...backupOf(one, wording)],
    ];
  });
}

function lossOf(
  { outcome, code: found, attempts }: SummaryInstance,
  action: Summary['action'],
  { data }: Wording,
): string | undefined {
  if (attempts === 0) return undefined;
  if (found === 'data-lost') return data.lost;
  if (action !== 'flush') return undefined;
  return outcome === 'succeeded' ? data.cleared : data.mayBeGone;
}

function backupOf({ backup }: SummaryInstance, { data }: Wording): Line {
  if (backup === null) return [plain(data.noBackup)];
  return [plain(`${data.heldBy(zonedTime(backup.createdAt), backup.made)} `), code(backup.id)];
}
