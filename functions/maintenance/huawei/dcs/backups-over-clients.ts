import type { Clock } from '../../foundation/clock.ts';
import { noTimeFrame, type TimeFrame } from '../../foundation/time-frame.ts';
import type { Backups, MakeAnswer } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import { readBackupPage, readBegunBackup } from './dcs-backup-records.ts';
import type { DcsClient } from './dcs-client.ts';
import { submitFailure } from './dcs-failure.ts';
import { readAllPages } from './dcs-pages.ts';
import { type DcsSettings, dcsClientsOf } from './dcs-region-clients.ts';
import { patienceWith, retryRead } from './retry-read.ts';

/** DCS keeps 24 backups of an instance, and documents no largest page for their list. */
const pageSize = 100;

/** DCS takes no longer remark. */
const longestRemark = 128;

/** The backups behind DCS clients, one per region. The clock paces the retries of reads; `make` asks once. */
export function backupsOver(
  clientOf: (region: string) => DcsClient,
  clock: Clock,
  { readsUntil }: Pick<TimeFrame, 'readsUntil'> = noTimeFrame,
): Backups {
  return {
    async list(region, instance) {
      const client = clientOf(region);
      const patience = patienceWith(client, { clock, readsUntil });
      const backups = await readAllPages((offset) =>
        retryRead(patience, permissions.listBackups, async () =>
          readBackupPage(
            instance,
            await client.listBackupRecords({ instance_id: instance, limit: pageSize, offset }),
          ),
        ),
      );
      return backups.toSorted((a, b) => b.createdAt - a.createdAt);
    },

    async make(region, instance, remark) {
      return makeOnce(clientOf(region), instance, remark.slice(0, longestRemark));
    },
  };
}

async function makeOnce(client: DcsClient, instance: string, remark: string): Promise<MakeAnswer> {
  try {
    const answer = await client.copyInstance({ instance_id: instance, ...(remark && { body: { remark } }) });
    return { kind: 'begun', backup: readBegunBackup(answer) };
  } catch (error) {
    return { kind: 'refused', failure: submitFailure(error, permissions.makeBackup) };
  }
}

/**
 * The backups in Huawei Cloud; with the settings of a fleet, over that fleet's own clients. Every verb throws
 * `TypeError` for a region that is not in the settings.
 */
export function createDcsBackups(settings: DcsSettings): Backups {
  return backupsOver(dcsClientsOf(settings), settings.clock, settings.frame);
}
