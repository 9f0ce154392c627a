import type { Key } from './key.ts';
import { runTool } from './run-tool.ts';

/** Name of our table; nothing else in the namespace is touched. */
export const TABLE = 'ip gatecrash';

/** Where rules stand in a network namespace. */
export interface RulesOptions {
  /**
   * False where gateway and upstream share a namespace: there every packet passes the output and the input hook once each,
   * and would be hit twice. True where only one of the two lives.
   */
  readonly output: boolean;
  /** TCP ports of this namespace that no rule ever hits: a control port. */
  readonly exempt?: readonly number[] | undefined;
}

/**
 * Packets to an upstream, packets from it, or both of them as they leave their sender: what is changed in them there goes
 * through all of the receiver's checks.
 */
export type Direction = 'to' | 'from' | 'leaving';

/** The verdict maps that arming fills, from the most exact key to `*`, with the expression that each is looked up by. */
const LOOK_UPS = [
  { map: 'socket', type: 'ipv4_addr . inet_service', to: 'ip daddr . tcp dport', from: 'ip saddr . tcp sport' },
  { map: 'address', type: 'ipv4_addr', to: 'ip daddr', from: 'ip saddr' },
  { map: 'port', type: 'inet_service', to: 'tcp dport', from: 'tcp sport' },
] as const;

/**
 * Loads our table: one verdict map for each kind of key and direction. To arm is to add an element, which is atomic, so that
 * traffic beside it never sees a half-changed firewall. The input hook stands where a packet has left its sender and is lost
 * on the way, as with a real firewall. Throws a ProblemError with nft's own words.
 */
export async function installRules(options: RulesOptions): Promise<void> {
  await runTool('nft', ['-f', '-'], rulesText(options));
}

/** Takes our table away, with all that is armed. */
export async function removeRules(): Promise<void> {
  await runTool('nft', ['delete', 'table', ...TABLE.split(' ')]);
}

/** The element of a verdict map that sends packets of this key to a chain. */
export function element(direction: Direction, { host, port }: Key, chain: string): string {
  const [map, value] = place(host, port);
  return `element ${TABLE} ${map}-${direction} { ${value} : jump ${chain} }`;
}

function place(host: string | null, port: number | null): [map: string, value: string] {
  if (host !== null && port !== null) return ['socket', `${host} . ${port}`];
  if (host !== null) return ['address', host];
  if (port !== null) return ['port', String(port)];
  return ['every', '0.0.0.0/0'];
}

function rulesText({ output, exempt = [] }: RulesOptions): string {
  const directions = ['to', 'from', 'leaving'] as const;
  return `
table ${TABLE}
delete table ${TABLE}
table ${TABLE} {
  ${directions.flatMap(mapsOf).join('\n  ')}
  chain look-up {
    ${lookUps('to', 'to')}
    ${lookUps('from', 'from')}
  }
  chain look-up-leaving {
    ${lookUps('to', 'leaving')}
    ${lookUps('from', 'leaving')}
  }
  ${hook('input', 'iif', 'to', exempt)}
  ${output ? hook('output', 'oif', 'from', exempt) : ''}
  ${leavingHook(exempt)}
}
`;
}

/** Looks packets up by the key of one direction, in the maps of another. */
function lookUps(key: 'to' | 'from', maps: Direction): string {
  return LOOK_UPS.map((one) => `${one[key]} vmap @${one.map}-${maps}`).join('\n    ');
}

function mapsOf(direction: Direction): string[] {
  return [
    ...LOOK_UPS.map(({ map, type }) => `map ${map}-${direction} { type ${type} : verdict; }`),
    `map every-${direction} { type ipv4_addr : verdict; flags interval; }`,
  ];
}

/** `*` speaks of whoever lives in this namespace: what comes in is for it, what goes out is from it. */
function hook(name: string, device: string, direction: Direction, exempt: readonly number[]): string {
  return `chain ${name} {
    type filter hook ${name} priority 0; policy accept;
    ${spared(exempt)}
    jump look-up
    ${device} != "lo" ip daddr vmap @every-${direction}
  }`;
}

/** Behind the other hook of the same packets: what that one drops is not changed. */
function leavingHook(exempt: readonly number[]): string {
  return `chain leaving {
    type filter hook output priority 1; policy accept;
    ${spared(exempt)}
    jump look-up-leaving
    oif != "lo" ip daddr vmap @every-leaving
  }`;
}

function spared(exempt: readonly number[]): string {
  const ports = exempt.join(', ');
  return exempt.length > 0 ? `tcp dport { ${ports} } accept\n    tcp sport { ${ports} } accept` : '';
}
