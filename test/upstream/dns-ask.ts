import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type DecodedPacket, decode, encode, type RecordType } from 'dns-packet';
import type { Address } from '../../harness/core/gateway.ts';

/** The id of every query. */
export const QUERY_ID = 4711;

/** Sends one query (or these octets) over UDP; null where no answer comes within so many milliseconds. */
export async function ask(
  { host, port }: Address,
  question: string | Buffer,
  type: RecordType = 'A',
  within = 10_000,
): Promise<DecodedPacket | null> {
  const packet =
    typeof question === 'string'
      ? encode({ type: 'query', id: QUERY_ID, questions: [{ type, name: question }] })
      : question;
  const socket = createSocket('udp4');
  const patience = new AbortController();
  try {
    const answered = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(packet, port, host);
    const reply = await Promise.race([answered, wait(within, null, { signal: patience.signal })]);
    return reply && decode(reply[0]);
  } finally {
    patience.abort();
    socket.close();
  }
}
