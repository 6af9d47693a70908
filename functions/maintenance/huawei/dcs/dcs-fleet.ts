import type { Fleet } from '../../run/fleet.ts';
import { type DcsSettings, dcsClientsOf } from './dcs-region-clients.ts';
import { fleetOver } from './fleet-over-clients.ts';

/** The instances in Huawei Cloud. Every verb throws `TypeError` for a region that is not in the settings. */
export function createDcsFleet(settings: DcsSettings): Fleet {
  return fleetOver(dcsClientsOf(settings), settings.clock);
}
