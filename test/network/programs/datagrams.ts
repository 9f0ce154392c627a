import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Address } from '../../../harness/core/gateway.ts';

/** Bytes of the headers of IPv4 and UDP. */
const HEADERS = 28;

/**
 * Sends one datagram of each IP length to an address, one after the other, and gives the ordinals of those that arrived. The
 * end is told by a datagram to another port, which no fault is on: on loopback they arrive in order.
 */
export async function arrivals(to: Address, lengths: readonly number[]): Promise<number[]> {
  using target = createSocketAt();
  using end = createSocketAt();
  target.socket.bind(to.port, to.host);
  end.socket.bind(0, '127.0.0.1');
  await Promise.all([once(target.socket, 'listening'), once(end.socket, 'listening')]);
  const arrived: number[] = [];
  target.socket.on('message', (message) => arrived.push(message.readUInt16BE(0)));
  using sender = createSocketAt();
  for (const [index, length] of lengths.entries()) {
    const payload = Buffer.alloc(length - HEADERS);
    payload.writeUInt16BE(index, 0);
    await sent(sender.socket, payload, to);
  }
  const ended = once(end.socket, 'message');
  await sent(sender.socket, Buffer.from('end'), { host: '127.0.0.1', port: end.socket.address().port });
  await ended;
  // Node takes at most 32 datagrams of a socket at a turn; between two immediates lies a whole turn.
  for (let before = -1; before < arrived.length; await setImmediate()) {
    before = arrived.length;
    await setImmediate();
  }
  return arrived;
}

function createSocketAt() {
  const socket = createSocket('udp4');
  return { socket, [Symbol.dispose]: () => void socket.close() };
}

async function sent(socket: ReturnType<typeof createSocket>, payload: Buffer, { host, port }: Address): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.send(payload, port, host, (error) => (error ? reject(error) : resolve()));
  });
}
