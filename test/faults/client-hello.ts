import { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { TLS_NAME } from '../../harness/core/tls.ts';

/** The octets of a ClientHello, as Node's own client sends it to an upstream. */
export async function clientHello(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const sink = new Duplex({
    read() {},
    write(octets: Buffer, _encoding, done) {
      resolve(octets);
      done();
    },
  });
  const socket = connect({ socket: sink, servername: TLS_NAME });
  socket.on('error', () => undefined);
  const octets = await promise;
  socket.destroy();
  return octets;
}

/** The records in what a peer received: type, and content. */
export function records(octets: Buffer): readonly { readonly type: number; readonly content: Buffer }[] {
  const found = [];
  for (let at = 0; at + 5 <= octets.length; at += 5 + octets.readUInt16BE(at + 3)) {
    found.push({ type: octets[at] ?? 0, content: octets.subarray(at + 5, at + 5 + octets.readUInt16BE(at + 3)) });
  }
  return found;
}
