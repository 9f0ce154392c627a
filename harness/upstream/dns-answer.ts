import type { DecodedPacket, Packet } from 'dns-packet';
import { AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import type { NameAnswer } from './control-protocol.ts';

/** Response codes (RFC 1035 section 4.1.1). */
const RCODE = { NXDOMAIN: 3, SERVFAIL: 2 } as const;

/** What the resolver does with one query: the packet to send, or null for silence, and a word for the observation. */
export interface DnsReply {
  readonly packet: Packet | null;
  readonly said: string;
}

/** A reply by what is scripted for the name, with a TTL of 0, so that nothing outlives the script. */
export function dnsReply(query: DecodedPacket, answer: NameAnswer): DnsReply {
  const question = query.questions?.[0];
  if (answer === 'silence' || !question) return { packet: null, said: 'silence' };
  const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | ((query.flags ?? 0) & RECURSION_DESIRED);
  const base: Packet = { type: 'response', id: query.id, flags, questions: [question] };
  // Without a SOA record a negative answer is not cached (RFC 2308 section 5).
  if (typeof answer === 'string') return { packet: { ...base, flags: flags | RCODE[answer] }, said: answer };
  if (question.type !== 'A') return { packet: base, said: 'no data' };
  const record = { type: 'A', name: question.name, ttl: 0, data: answer.address } as const;
  return { packet: { ...base, answers: [record] }, said: answer.address };
}
