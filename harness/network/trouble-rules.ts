import type { Effect, NetworkTrouble } from '../core/effect.ts';
import { queryFor } from './query-for.ts';
import type { Direction } from './rules.ts';
import { segmentSize } from './segment-size.ts';
import type { Limit } from './shape.ts';

/** The effects that nft and tc bring about. */
export type PacketEffect = Extract<Effect, { place: 'firewall' | 'network' }>;

const SYN = 'tcp flags & syn == syn';
/** The headers alone take up to 80 bytes: 20 of IP, and 60 of TCP with all its options (RFC 9293 section 3.1). */
const WITH_DATA = 'ip length > 80';

/** Tells a copy from its original, which it would be copied from again. */
const COPY = '0x6a7c';
/**
 * Another time to live, and the checksum of the header left as it was: the receiver's IP drops the packet (RFC 1122 section
 * 3.2.1.2). The checksum of TCP would not do, since loopback and veth leave it to hardware that is not there.
 */
const SPOIL = '@nh,64,8 set 77';
/** Bytes a second, for packets that are overtaken. */
const OVERTAKEN = 10_000;

/** For packets that are neither to the upstream nor from it. */
const INPUT = 'type filter hook input priority -1; policy accept;';

const VERDICTS = {
  drop: (count: string) => `${count} drop`,
  'icmp-admin-prohibited': (count: string) => `${count} reject with icmp type admin-prohibited`,
  'icmp-host-unreachable': (count: string) => `${count} reject with icmp type host-unreachable`,
  'tcp-reset': (count: string) => `meta l4proto tcp ${count} reject with tcp reset`,
} as const;

/** What nft is to do with packets in one direction. */
export interface TroubleRules {
  /** Names and definitions of the sets that the rules need. */
  readonly sets: readonly { readonly name: string; readonly text: string }[];
  /** Where the chain stands, in nft's words; absent where packets to and from the upstream are sent to it. */
  readonly hook?: string | undefined;
  /** The rules of a chain, in order; empty where the effect leaves that direction alone. */
  readonly rules: readonly string[];
}

/** The rules for packets in one direction. `id` makes names unique; a packet that is hit is counted by `hits-ID`. */
export function troubleRules(effect: PacketEffect, direction: Direction, id: string): TroubleRules {
  const count = `counter name "hits-${id}"`;
  if (effect.place === 'firewall') return only(direction === 'to' ? [VERDICTS[effect.verdict](count)] : []);
  const { trouble } = effect;
  if (direction === 'leaving') {
    return trouble.kind === 'corruption'
      ? hitRules({ hit: evenly(trouble.percent), of: 100 }, `hit-${id}`, `${count} ${SPOIL}`)
      : only([]);
  }
  switch (trouble.kind) {
    case 'loss':
      return hitRules({ hit: evenly(trouble.percent), of: 100 }, `lost-${direction}-${id}`, `${count} drop`);
    case 'burst-loss':
      // A burst among the acknowledgements would stop the sender for a time that grows with each one (RFC 6298 section 5.5).
      return direction === 'from'
        ? hitRules({ hit: inARow(trouble), of: trouble.every }, `lost-${direction}-${id}`, `${count} drop`)
        : only([]);
    case 'cut-line':
      return only(direction === 'from' ? [`quota over ${trouble.bytes} bytes ${count} drop`] : []);
    case 'one-way':
      return only(direction === 'from' ? [`${SYN} return`, `${count} drop`] : []);
    case 'forgotten':
      return direction === 'to' ? forgottenRules(`known-${id}`, count) : only([]);
    case 'mtu-black-hole':
      return only(direction === 'from' ? [`meta length > ${trouble.bytes} ${count} drop`] : []);
    case 'late-handshake':
      return direction === 'from' ? lateHandshakeRules(trouble.after, id, count) : only([]);
    case 'table-full':
      return direction === 'to' ? tableFullRules(trouble.room, `tracked-${id}`, count) : only([]);
    case 'duplication':
      return only([`meta mark ${COPY} return`, `meta mark set ${COPY} ${count} dup to ip daddr device "lo"`]);
    case 'corruption':
      return only([]);
    case 'resolver-closed':
      return direction === 'to'
        ? {
            hook: INPUT,
            sets: [],
            rules: [`${queryFor(trouble.name)} ${count} reject with icmp type port-unreachable`],
          }
        : only([]);
    case 'bandwidth':
    case 'reordering':
      return only(direction === 'to' ? [`${SYN} tcp option maxseg size set ${segmentSize(slowRate(trouble))}`] : []);
  }
}

/** The limit of what waits before the interface; null where nothing does. */
export function limitOf(trouble: NetworkTrouble): Limit | null {
  if (trouble.kind === 'bandwidth') return { bytesPerSecond: trouble.bytesPerSecond };
  return trouble.kind === 'reordering' ? { bytesPerSecond: slowRate(trouble), fourthOnly: true } : null;
}

/** Bytes a second; a packet that is overtaken waits for some 100 ms. */
function slowRate(trouble: Extract<NetworkTrouble, { kind: 'bandwidth' | 'reordering' }>): number {
  return trouble.kind === 'bandwidth' ? trouble.bytesPerSecond : OVERTAKEN;
}

function only(rules: readonly string[]): TroubleRules {
  return { sets: [], rules };
}

/** A connection is known by its SYN, as a NAT knows it: those from before the rules are not, and no ICMP and no RST says so. */
function forgottenRules(set: string, count: string): TroubleRules {
  const flow = 'ip saddr . tcp sport';
  return {
    sets: [{ name: set, text: `set ${set} { typeof ${flow}; flags dynamic; size 65535; timeout 60m; }` }],
    rules: [`${SYN} add @${set} { ${flow} } return`, `${flow} @${set} return`, `meta l4proto tcp ${count} drop`],
  };
}

/** A table with room for so many flows: one that it does not take in cannot be added to the set, and its SYN is lost. */
function tableFullRules(room: number, set: string, count: string): TroubleRules {
  const flow = 'ip saddr . tcp sport';
  const loses = `${SYN} ${count} drop`;
  if (room === 0) return only([loses]);
  return {
    sets: [{ name: set, text: `set ${set} { typeof ${flow}; flags dynamic; size ${room}; timeout 60m; }` }],
    rules: [`${SYN} add @${set} { ${flow} } return`, loses],
  };
}

/** Both ends send again until the time is over: the client its SYN, the upstream its SYN-ACK (RFC 6298 section 2). */
function lateHandshakeRules(after: number, id: string, count: string): TroubleRules {
  const flow = 'ip daddr . tcp dport';
  const [seen, early] = [`seen-${id}`, `early-${id}`];
  const set = (name: string, timeout: string) => ({
    name,
    text: `set ${name} { typeof ${flow}; flags dynamic,timeout; size 65535; timeout ${timeout}; }`,
  });
  const synAck = 'tcp flags & (syn | ack) == (syn | ack)';
  return {
    sets: [set(seen, '60m'), set(early, `${Math.ceil(after)}ms`)],
    rules: [
      `${synAck} ${flow} @${early} ${count} drop`,
      `${synAck} ${flow} @${seen} return`,
      `${synAck} add @${seen} { ${flow} } add @${early} { ${flow} } ${count} drop`,
    ],
  };
}

/** Which packets of so many are hit, by their ordinals. */
interface Pattern {
  readonly hit: readonly number[];
  readonly of: number;
}

/**
 * A segment that arrives spoilt is lost. No segment of data is lost twice: each loss costs one retransmission timeout, some 200 ms on Linux, and no more, so that it
 * depends on no chance whether a gateway's timeout is reached. A SYN is spared, since it comes again only after a second (RFC
 * 6298 section 2.1): to lose it is firewall-drop.
 */
function hitRules({ hit, of }: Pattern, set: string, fate: string): TroubleRules {
  const segment = 'tcp sport . tcp dport . tcp sequence';
  return {
    sets: [{ name: set, text: `set ${set} { typeof ${segment}; flags dynamic; size 65535; timeout 60s; }` }],
    rules: [
      `${SYN} return`,
      `${WITH_DATA} ${segment} @${set} return`,
      `numgen inc mod ${of} { ${hit.join(', ')} } goto {
        ${WITH_DATA} add @${set} { ${segment} }
        ${fate}
      }`,
    ],
  };
}

/**
 * Which of a hundred packets are hit: spread as evenly as can be, so that two runs lose the same ones, and up to half of them can be
 * lost without ever losing two in a row.
 */
function evenly(percent: number): number[] {
  const before = (index: number) => Math.floor((index * percent) / 100);
  return Array.from({ length: 100 }, (_, index) => index).filter((index) => before(index + 1) > before(index));
}

/** The last ones, so that an exchange that has just begun is not hit at once. */
function inARow({ burst, every }: { readonly burst: number; readonly every: number }): number[] {
  return Array.from({ length: burst }, (_, index) => every - burst + index);
}
