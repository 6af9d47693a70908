import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import { tlsIdentity } from '../maintenance/notify/tls-identity.ts';

/** A local cloud with the bucket `journal`, behind TLS, as a deployment finds OBS. */
export type ObsOverTls = {
  readonly cloud: Cloud;
  readonly endpoint: string;
  /** Node trusts it where `NODE_EXTRA_CA_CERTS` names a file with it. */
  readonly certificate: string;
  /** The connections so far, and whether each took a TLS session up again. */
  readonly connections: readonly { readonly resumed: boolean }[];
  readonly close: () => Promise<void>;
};

/** Starts one, by the clock of the machine. */
export async function startObsOverTls(): Promise<ObsOverTls> {
  const cloud = await startCloud({
    clock: createCloudClock(),
    projects: {},
    instances: [],
    buckets: ['journal'],
    securityToken: 'local-cloud-security-token',
  });
  const connections: { readonly resumed: boolean }[] = [];
  const behind = Number(new URL(cloud.endpoint).port);
  const front = createServer(tlsIdentity, (socket: TLSSocket) => {
    connections.push({ resumed: socket.isSessionReused() });
    const plain = connect(behind, '127.0.0.1');
    socket.on('error', () => plain.destroy());
    plain.on('error', () => socket.destroy());
    socket.pipe(plain).pipe(socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    cloud,
    endpoint: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
    certificate: tlsIdentity.cert,
    connections,
    close: async () => {
      front.close();
      await cloud.close();
    },
  };
}
