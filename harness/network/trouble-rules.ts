import type { Effect } from '../core/effect.ts';
import type { Direction } from './rules.ts';
import { segmentSize } from './segment-size.ts';

/** The effects that nft and tc bring about. */
export type PacketEffect = Extract<Effect, { place: 'firewall' | 'network' }>;

const SYN = 'tcp flags & syn == syn';
/** The headers alone take up to 80 bytes: 20 of IP, and 60 of TCP with all its options (RFC 9293 section 3.1). */
const WITH_DATA = 'ip length > 80';

const VERDICTS = {
  drop: (count: string) => `${count} drop`,
  'icmp-admin-prohibited': (count: string) => `${count} reject with icmp type admin-prohibited`,
  'icmp-host-unreachable': (count: string) => `${count} reject with icmp type host-unreachable`,
  'tcp-reset': (count: string) => `meta l4proto tcp ${count} reject with tcp reset`,
} as const;

/** What nft is to do with packets in one direction. */
export interface TroubleRules {
  /** Name and definition of a set that the rules need; null where they need none. */
  readonly set: { readonly name: string; readonly text: string } | null;
  /** The rules of a chain, in order; empty where the effect leaves that direction alone. */
  readonly rules: readonly string[];
}

/** The rules for packets in one direction. `id` makes names unique; a packet that is hit is counted by `hits-ID`. */
export function troubleRules(effect: PacketEffect, direction: Direction, id: string): TroubleRules {
  const count = `counter name "hits-${id}"`;
  if (effect.place === 'firewall') return only(direction === 'to' ? [VERDICTS[effect.verdict](count)] : []);
  const { trouble } = effect;
  switch (trouble.kind) {
    case 'loss':
      return lossRules({ lost: lostOfHundred(trouble.percent), of: 100 }, `lost-${direction}-${id}`, count);
    case 'burst-loss':
      // A burst among the acknowledgements would stop the sender for a time that grows with each one (RFC 6298 section 5.5).
      return direction === 'from'
        ? lossRules({ lost: lostInARow(trouble), of: trouble.every }, `lost-${direction}-${id}`, count)
        : only([]);
    case 'cut-line':
      return only(direction === 'from' ? [`quota over ${trouble.bytes} bytes ${count} drop`] : []);
    case 'one-way':
      return only(direction === 'from' ? [`${SYN} return`, `${count} drop`] : []);
    case 'forgotten':
      return direction === 'to' ? forgottenRules(`known-${id}`, count) : only([]);
    case 'mtu-black-hole':
      return only(direction === 'from' ? [`meta length > ${trouble.bytes} ${count} drop`] : []);
    case 'bandwidth':
      return only(
        direction === 'to' ? [`${SYN} tcp option maxseg size set ${segmentSize(trouble.bytesPerSecond)}`] : [],
      );
  }
}

function only(rules: readonly string[]): TroubleRules {
  return { set: null, rules };
}

/** A connection is known by its SYN, as a NAT knows it: those from before the rules are not, and no ICMP and no RST says so. */
function forgottenRules(set: string, count: string): TroubleRules {
  const flow = 'ip saddr . tcp sport';
  return {
    set: { name: set, text: `set ${set} { typeof ${flow}; flags dynamic; size 65535; timeout 60m; }` },
    rules: [`${SYN} add @${set} { ${flow} } return`, `${flow} @${set} return`, `meta l4proto tcp ${count} drop`],
  };
}

/** Which packets of so many are lost, by their ordinals. */
interface Pattern {
  readonly lost: readonly number[];
  readonly of: number;
}

/**
 * No segment of data is lost twice: each loss costs one retransmission timeout, some 200 ms on Linux, and no more, so that it
 * depends on no chance whether a gateway's timeout is reached. A SYN is spared, since it comes again only after a second (RFC
 * 6298 section 2.1): to lose it is firewall-drop.
 */
function lossRules({ lost, of }: Pattern, set: string, count: string): TroubleRules {
  const segment = 'tcp sport . tcp dport . tcp sequence';
  return {
    set: { name: set, text: `set ${set} { typeof ${segment}; flags dynamic; size 65535; timeout 60s; }` },
    rules: [
      `${SYN} return`,
      `${WITH_DATA} ${segment} @${set} return`,
      `numgen inc mod ${of} { ${lost.join(', ')} } goto {
        ${WITH_DATA} add @${set} { ${segment} }
        ${count} drop
      }`,
    ],
  };
}

/**
 * Which of a hundred packets are lost: spread as evenly as can be, so that two runs lose the same ones, and up to half of them can be
 * lost without ever losing two in a row.
 */
function lostOfHundred(percent: number): number[] {
  const before = (index: number) => Math.floor((index * percent) / 100);
  return Array.from({ length: 100 }, (_, index) => index).filter((index) => before(index + 1) > before(index));
}

/** The last ones, so that an exchange that has just begun is not hit at once. */
function lostInARow({ burst, every }: { readonly burst: number; readonly every: number }): number[] {
  return Array.from({ length: burst }, (_, index) => every - burst + index);
}
