import { fleetOver } from '../../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { type MemorySettings, memoryClients } from './memory-clients.ts';

/** The instances of a local DCS, as the real fleet tells of them. */
export function createMemoryFleet(settings: MemorySettings): Fleet {
  return fleetOver(memoryClients(settings), settings.clock);
}
