import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { decode } from 'dns-packet';
import type { Address } from '../core/gateway.ts';
import type { NameReply } from '../core/name-script.ts';
import { type DnsAnswer, dnsAnswer } from './dns-answer.ts';
import type { ObservationLog } from './observation-log.ts';
import type { Zone } from './zone.ts';

/** A DNS server for the names of a zone, on UDP and TCP. */
export class Resolver {
  readonly listen: Address;
  readonly #tcp: Server;
  readonly #udp: UdpSocket;
  readonly #late: Set<NodeJS.Timeout>;

  private constructor(listen: Address, tcp: Server, udp: UdpSocket, late: Set<NodeJS.Timeout>) {
    this.listen = listen;
    this.#tcp = tcp;
    this.#udp = udp;
    this.#late = late;
  }

  /** Starts it; with port 0 on a port that is free for both protocols. Rejects with the errno of a failed bind. */
  static async start(wanted: Address, zone: Zone, log: ObservationLog): Promise<Resolver> {
    const late = new Set<NodeJS.Timeout>();
    const answer = (query: DecodedPacket | null, tcp: boolean) => answerFrom(zone, log, query, tcp);
    const tcp = createServer((socket) =>
      serveStream(socket, (query) => {
        const reply = answer(query, true);
        if (reply) inTime(late, reply.delay, () => tell(socket, reply));
      }),
    );
    const udp = createSocket('udp4');
    udp.on('message', (message, { address, port }) => {
      const reply = answer(decodeQuietly(message), false);
      const { octets = null, delay = 0 } = reply ?? {};
      if (octets) inTime(late, delay, () => udp.send(octets, port, address));
    });
    tcp.listen(wanted.port, wanted.host);
    await once(tcp, 'listening');
    const bound = tcp.address();
    const port = typeof bound === 'object' && bound ? bound.port : wanted.port;
    try {
      udp.bind(port, wanted.host);
      await once(udp, 'listening');
    } catch (error) {
      tcp.close();
      throw error;
    }
    return new Resolver({ host: wanted.host, port }, tcp, udp, late);
  }

  /** Frees the port; what was to be said later is not said. Clients that are connected over TCP keep their connection. */
  close(): void {
    for (const timer of this.#late) clearTimeout(timer);
    this.#tcp.close();
    this.#udp.close();
  }
}

/** What is said of a name that nobody scripted. */
const UNKNOWN: NameReply = { say: 'rcode', rcode: 'NXDOMAIN' };

/** Answers a query by the zone, and says so; a name that nobody scripted is NXDOMAIN, and observed as nobody's. */
function answerFrom(zone: Zone, log: ObservationLog, query: DecodedPacket | null, tcp: boolean): DnsAnswer | null {
  const question = query?.questions?.[0];
  if (!query || !question) return null;
  const { name, type } = question;
  const { entry, reply } = zone.next(name, type) ?? { entry: null, reply: UNKNOWN };
  const answer = dnsAnswer({ query, own: entry?.address ?? '', tcp }, reply);
  const { said, ttl } = answer;
  const details = { ...(tcp && { tcp: true as const }), ...(ttl !== undefined && { ttl }) };
  log.record(entry?.upstream ?? '', { kind: 'query', name, type, answer: said, ...details });
  return answer;
}

/** Does it now, or after so many milliseconds; what is still to be done is in `late`. */
function inTime(late: Set<NodeJS.Timeout>, delay: number, act: () => void): void {
  if (delay === 0) {
    act();
    return;
  }
  const timer = setTimeout(() => {
    late.delete(timer);
    act();
  }, delay);
  late.add(timer);
}

function tell(socket: Socket, { octets, reset }: DnsAnswer): void {
  if (reset) socket.resetAndDestroy();
  else if (octets && socket.writable) socket.write(withLength(octets));
}

/** DNS over TCP: each message behind its length in two octets (RFC 1035 section 4.2.2). */
function serveStream(socket: Socket, answer: (query: DecodedPacket | null) => void): void {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 2 && buffer.length >= 2 + buffer.readUInt16BE()) {
      const end = 2 + buffer.readUInt16BE();
      const message = buffer.subarray(2, end);
      buffer = buffer.subarray(end);
      answer(decodeQuietly(message));
    }
  });
}

function withLength(octets: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length);
  return Buffer.concat([length, octets]);
}

/** Null for what is no DNS message: a resolver passes over it. */
function decodeQuietly(message: Buffer): DecodedPacket | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}
