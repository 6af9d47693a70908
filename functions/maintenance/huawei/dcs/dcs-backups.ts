import type { Backups } from '../../run/backups.ts';
import { backupsOver } from './backups-over-clients.ts';
import { type DcsSettings, dcsClientsOf } from './dcs-region-clients.ts';

/**
 * The backups in Huawei Cloud; with the settings of a fleet, over that fleet's own clients. Every verb throws
 * `TypeError` for a region that is not in the settings.
 */
export function createDcsBackups(settings: DcsSettings): Backups {
  return backupsOver(dcsClientsOf(settings), settings.clock);
}
