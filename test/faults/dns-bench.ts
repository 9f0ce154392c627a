import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { encode, type RecordType } from 'dns-packet';
import type { Test } from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Fault } from '../../harness/core/fault.ts';
import type { Address } from '../../harness/core/gateway.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';

/** The id of every query. */
export const QUERY_ID = 0x1267;

/** The address of the upstream behind the name. */
export const OWN = '127.1.2.3';

/** The octets of a query for a name. */
export function queryFor(name: string, type: RecordType = 'A'): Buffer {
  return encode({ type: 'query', id: QUERY_ID, questions: [{ type, name }] });
}

/** A name that a fault was put on, and a client that knows octets only. */
export interface ArmedName {
  readonly name: string;
  /** The first answer over UDP as it came; null where none came within so many milliseconds. */
  udp(type?: RecordType, within?: number): Promise<Buffer | null>;
  /** The answer over TCP without its length, or how the connection ended. */
  tcp(): Promise<Buffer | string>;
  /** Asserts that the fault says that it fired. */
  fired(): Promise<void>;
}

/** A resolver of the upstream program; `arm` puts a fault on a name of its own. Stopped as the tests end. */
export async function dnsBench(t: Test) {
  const upstream = await startUpstream();
  t.teardown(() => upstream.stop());
  const { control } = upstream;
  const resolver = await control.resolver({ host: '127.0.0.1', port: 0 });
  let names = 0;
  return async <Params>(t: Test, fault: Fault<Params>, params: object = {}): Promise<ArmedName> => {
    const effect = fault.effect(fault.params.parse(params));
    if (effect.place !== 'dns') throw new Error(`${fault.name} strikes at the ${effect.place}`);
    names += 1;
    const name = `app.n${names}.test`;
    const observations: Observation[] = [];
    t.teardown(control.onObservation((event) => event.upstream === name && observations.push(event)));
    await control.name(name, { script: effect.says, upstream: name, address: OWN });
    return {
      name,
      udp: async (type = 'A', within = 10_000) => await overUdp(resolver, queryFor(name, type), within),
      tcp: async () => await overTcp(resolver, queryFor(name)),
      fired: async () => {
        await control.flush();
        t.equal(fault.fired({ observations, probes: [] }), null, 'and it says that it fired');
      },
    };
  };
}

async function overUdp({ host, port }: Address, query: Buffer, within: number): Promise<Buffer | null> {
  const socket = createSocket('udp4');
  try {
    socket.send(query, port, host);
    const [reply] = (await once(socket, 'message', { signal: AbortSignal.timeout(within) })) as [Buffer];
    return reply;
  } catch {
    return null;
  } finally {
    socket.close();
  }
}

async function overTcp({ host, port }: Address, query: Buffer): Promise<Buffer | string> {
  const socket = connect({ host, port });
  const received: Buffer[] = [];
  let ended = 'FIN';
  socket.on('data', (piece) => received.push(piece));
  socket.on('error', (error) => {
    ended = (error as NodeJS.ErrnoException).code ?? String(error);
  });
  socket.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]));
  const whole = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', () => {
      const bytes = Buffer.concat(received);
      if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE()) resolve();
    });
  });
  await whole;
  socket.destroy();
  const bytes = Buffer.concat(received);
  return bytes.length > 0 ? bytes.subarray(2) : ended;
}
