/** Services of Huawei Cloud that have an address in every region. */
type RegionalService = 'ces' | 'dcs' | 'functiongraph' | 'lts' | 'obs' | 'smn' | 'sts';

/** The public address of a service in a region, for who names no other; `region` is Huawei's id, `cn-north-4`. */
export function publicEndpoint(service: RegionalService, region: string): string {
  return `https://${service}.${region}.myhuaweicloud.com`;
}
