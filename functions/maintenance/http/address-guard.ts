import * as dns from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { BlockedAddressError } from './silence.ts';

/** Not the public internet, after IANA's special-purpose registry; 100.64/10 holds Huawei's own DNS and OBS. */
const specialRanges = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // The metadata service, which hands out the agency's credentials.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Within 2000::/3, of which everything else is public: Teredo and kin, documentation, 6to4, documentation.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];

const special = listOf(specialRanges);
const loopback = listOf(['127.0.0.0/8', '::1/128']);
/** The only IPv6 range that is given out; mapped, translated, local and multicast addresses all lie outside. */
const globalUnicast = listOf(['2000::/3']);

/** Whose addresses may be connected to. */
export type Reach = 'public' | 'loopback';

/** Whether an IP address (no brackets) may be connected to; what is no address may not. */
export function isReachable(address: string, reach: Reach): boolean {
  const version = isIP(address);
  // An address with a zone (`fe80::1%eth0`) is a local one. A mapped one (`::ffff:127.0.0.1`) is never needed,
  // and a BlockList would match it against its IPv4 rules.
  if (version === 0 || address.includes('%') || /^::ffff:/i.test(address)) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (reach === 'loopback') return loopback.check(address, family);
  return !special.check(address, family) && (version === 4 || globalUnicast.check(address, family));
}

/**
 * A lookup for sockets that refuses a name when any of its addresses is out of reach. In the socket, because a
 * check before it could be answered with one address and the connection with another.
 */
export function guardedLookup(reach: Reach, lookup: LookupFunction = dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : (found ?? []);
      const [first] = addresses;
      if (error) callback(error, []);
      else if (!first || !addresses.every(({ address }) => isReachable(address, reach)))
        callback(new BlockedAddressError(), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
