import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { decode, encode, streamEncode } from 'dns-packet';
import type { Address } from '../core/gateway.ts';
import type { DnsReply } from './dns-answer.ts';
import { dnsReply } from './dns-answer.ts';
import type { ObservationLog } from './observation-log.ts';
import type { Zone } from './zone.ts';

/** A DNS server for the names of a zone, on UDP and TCP. */
export class Resolver {
  readonly listen: Address;
  readonly #tcp: Server;
  readonly #udp: UdpSocket;

  private constructor(listen: Address, tcp: Server, udp: UdpSocket) {
    this.listen = listen;
    this.#tcp = tcp;
    this.#udp = udp;
  }

  /** Starts it; with port 0 on a port that is free for both protocols. Rejects with the errno of a failed bind. */
  static async start(wanted: Address, zone: Zone, log: ObservationLog): Promise<Resolver> {
    const answer: Answer = (query) => answerFrom(zone, log, query);
    const tcp = createServer((socket) => serveStream(socket, answer));
    const udp = createSocket('udp4');
    udp.on('message', (message, { address, port }) => {
      const reply = answer(decodeQuietly(message));
      if (reply?.packet) udp.send(encode(reply.packet), port, address);
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
    return new Resolver({ host: wanted.host, port }, tcp, udp);
  }

  /** Frees the port. Clients that are connected over TCP keep their connection. */
  close(): void {
    this.#tcp.close();
    this.#udp.close();
  }
}

type Answer = (query: DecodedPacket | null) => DnsReply | null;

/** Answers a query by the zone, and says so; a name that nobody scripted is NXDOMAIN, and observed as nobody's. */
function answerFrom(zone: Zone, log: ObservationLog, query: DecodedPacket | null): DnsReply | null {
  const question = query?.questions?.[0];
  if (!query || !question) return null;
  const { answer, upstream } = zone.get(question.name) ?? { answer: 'NXDOMAIN', upstream: '' };
  const reply = dnsReply(query, answer);
  log.record(upstream, { kind: 'query', name: question.name, type: question.type, answer: reply.said });
  return reply;
}

/** DNS over TCP: each message behind its length in two octets (RFC 1035 section 4.2.2). */
function serveStream(socket: Socket, answer: Answer): void {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 2 && buffer.length >= 2 + buffer.readUInt16BE()) {
      const end = 2 + buffer.readUInt16BE();
      const message = buffer.subarray(2, end);
      const reply = answer(decodeQuietly(message));
      if (reply?.packet) socket.write(streamEncode(reply.packet));
      buffer = buffer.subarray(end);
    }
  });
}

/** Null for what is no DNS message: a resolver passes over it. */
function decodeQuietly(message: Buffer): DecodedPacket | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}
