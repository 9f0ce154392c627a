import { isIPv6 } from 'node:net';
import type { Answer, DecodedPacket, Packet } from 'dns-packet';
import { AUTHORITATIVE_ANSWER, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, TRUNCATED_RESPONSE } from 'dns-packet';
import { HEALTHY_NAME, type NameReply, type NameSaying, RCODES } from '../core/name-script.ts';
import { malformed } from './dns-malformed.ts';

/** What the resolver does with one query. */
export interface DnsAnswer {
  /** The message, without the length that stands before it over TCP; null for none. */
  readonly octets: Buffer | null;
  /** Over TCP, end the connection by an RST and say nothing. */
  readonly reset: boolean;
  /** In milliseconds. */
  readonly delay: number;
  /** A word for the observation. */
  readonly said: string;
  /** In seconds; absent where no address was given. */
  readonly ttl?: number | undefined;
}

/** What an answer is made for. */
export interface Asked {
  readonly query: DecodedPacket;
  /** The upstream's own address. */
  readonly own: string;
  readonly tcp: boolean;
}

/** Least size of a UDP message that every client takes (RFC 1035 section 4.2.1). */
const UDP_SIZE = 512;

/** The alias in a loop of aliases is the name behind this label, and answered like the name itself. */
export const ALIAS = 'alias.';

/** More addresses than this are counted in observations, and not listed. */
const MOST_LISTED = 4;

/** An answer by what is scripted; TTL 0 where nothing else is said, so that nothing outlives the script. */
export function dnsAnswer(asked: Asked, reply: NameReply): DnsAnswer {
  const { only, delay = 0 } = reply;
  const spared = only !== undefined && only !== asked.query.questions?.[0]?.type;
  const { said, ...answer } = say(asked, spared ? HEALTHY_NAME : reply);
  const words = spared ? `${said} (${only}: ${reply.say === 'rcode' ? reply.rcode : reply.say})` : said;
  const late = spared ? 0 : delay;
  return { reset: false, delay: late, ...answer, said: late > 0 ? `${words} after ${late} ms` : words };
}

/** Whether there is such a reply. */
export function isSaying(word: string): boolean {
  return Object.hasOwn(SAYINGS, word);
}

type Said = Pick<DnsAnswer, 'octets' | 'said'> & Partial<Pick<DnsAnswer, 'reset' | 'ttl'>>;
type Sayings = { readonly [Word in NameSaying['say']]: (asked: Asked, saying: Saying<Word>) => Said };
type Saying<Word> = Extract<NameSaying, { say: Word }>;

function say(asked: Asked, saying: NameSaying): Said {
  return (SAYINGS[saying.say] as (asked: Asked, saying: NameSaying) => Said)(asked, saying);
}

const SAYINGS: Sayings = {
  addresses: sayAddresses,
  // Without a SOA record a negative answer is not cached (RFC 2308 section 5).
  rcode: ({ query }, { rcode }) => ({ octets: encode(base(query, RCODES[rcode])), said: rcode }),
  silence: () => ({ octets: null, said: 'silence' }),
  'no-data': ({ query }) => ({ octets: encode(base(query)), said: 'no data' }),
  'cname-loop': ({ query }) => ({ octets: encode({ ...base(query), answers: aliases(query) }), said: 'CNAME loop' }),
  truncated: ({ query, tcp }) =>
    tcp
      ? { octets: null, reset: true, said: 'reset' }
      : { octets: encode(base(query, TRUNCATED_RESPONSE)), said: 'truncated' },
  malformed: ({ query, own }, { how }) => ({ octets: malformed(base(query), own, how), said: `malformed: ${how}` }),
  forged: sayForged,
};

function sayAddresses({ query, own, tcp }: Asked, { addresses, ttl = 0, note }: Saying<'addresses'>): Said {
  const [question] = query.questions ?? [];
  const type = question?.type;
  const data = addresses.map((address) => filled(address, own)).filter((address) => isOfType(type, address));
  if ((type !== 'A' && type !== 'AAAA') || data.length === 0) return { octets: encode(base(query)), said: 'no data' };
  const answers = data.map((address) => ({ type, name: question?.name ?? '', ttl, data: address }) as const);
  const octets = encode({ ...base(query), answers });
  const list = data.length > MOST_LISTED ? `${data.length} addresses` : data.join(', ');
  const said = note === undefined ? list : `${note} ${list}`;
  if (tcp || octets.length <= sizeFor(query)) return { octets, said, ttl };
  return { octets: encode(base(query, TRUNCATED_RESPONSE)), said: `${said}, truncated` };
}

function filled(address: string, own: string): string {
  if (address === 'upstream6') return `::ffff:${own}`;
  return address === 'upstream' ? own : address;
}

function isOfType(type: string | undefined, address: string): boolean {
  return type === (isIPv6(address) ? 'AAAA' : 'A');
}

function sayForged({ query, own }: Asked, { wrong }: Saying<'forged'>): Said {
  const [question] = query.questions ?? [];
  const name = wrong === 'question' ? `forged.${question?.name}` : (question?.name ?? '');
  const id = wrong === 'id' ? ((query.id ?? 0) + 1) & 0xffff : query.id;
  const answers: Answer[] = question?.type === 'A' ? [{ type: 'A', name, ttl: 0, data: own }] : [];
  const questions = question ? [{ ...question, name }] : [];
  return { octets: encode({ ...base(query), id, questions, answers }), said: `forged: wrong ${wrong}` };
}

/** Each is the other's alias; the one that was asked for stands first. */
function aliases(query: DecodedPacket): Answer[] {
  const asked = query.questions?.[0]?.name ?? '';
  const other = asked.startsWith(ALIAS) ? asked.slice(ALIAS.length) : `${ALIAS}${asked}`;
  return [
    { type: 'CNAME', name: asked, ttl: 0, data: other },
    { type: 'CNAME', name: other, ttl: 0, data: asked },
  ];
}

function base(query: DecodedPacket, flags = 0): Packet {
  const desired = (query.flags ?? 0) & RECURSION_DESIRED;
  return {
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | desired | flags,
    questions: query.questions?.slice(0, 1),
  };
}

/** The size that the client takes over UDP: 512, or what it says by EDNS (RFC 6891 section 6.2.3). */
function sizeFor({ additionals = [] }: DecodedPacket): number {
  const option = additionals.find((record) => record.type === 'OPT');
  return Math.max(UDP_SIZE, option?.udpPayloadSize ?? 0);
}
