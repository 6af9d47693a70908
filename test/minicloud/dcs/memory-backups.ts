import { backupsOver } from '../../../functions/maintenance/huawei/dcs/backups-over-clients.ts';
import { type MemorySettings, memoryClients } from './memory-clients.ts';

/** The backups of a local DCS, as the real adapter tells of them. */
export function createMemoryBackups(settings: MemorySettings): ReturnType<typeof backupsOver> {
  return backupsOver(memoryClients(settings), settings.clock);
}
