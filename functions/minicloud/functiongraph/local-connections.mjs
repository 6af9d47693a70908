/** @import { Socket } from 'node:net' */
/** @import { Connection } from '../wire/clock-followers.ts' */
import { subscribe } from 'node:diagnostics_channel';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Keeps an eye on all that this process connects to on this machine.
 *
 * @returns {() => readonly Connection[] | undefined} what is connected; nothing while one of them is being connected
 */
export function watchConnections() {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  /** @type {Set<Socket>} */
  const connecting = new Set();
  subscribe('net.client.socket', (message) => {
    const { socket } = /** @type {{ socket: Socket }} */ (message);
    socket.on('connectionAttempt', (/** @type {string} */ address) => {
      // Elsewhere it may take long, or for ever; here it is at once.
      if (loopback.test(address)) connecting.add(socket);
    });
    socket.once('connect', () => {
      connecting.delete(socket);
      if (loopback.test(socket.remoteAddress ?? '')) sockets.add(socket);
    });
    socket.once('close', () => {
      connecting.delete(socket);
      sockets.delete(socket);
    });
  });
  return () => (connecting.size > 0 ? undefined : [...sockets].map(connectionOf));
}

/** @param {Socket} socket @returns {Connection} */
function connectionOf({ localPort = 0, remotePort = 0, bytesRead, bytesWritten }) {
  return { ownPort: localPort, port: remotePort, read: bytesRead, written: bytesWritten };
}
