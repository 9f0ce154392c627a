import { randomBytes } from 'node:crypto';
import { type Key, parseKey } from './key.ts';
import { type Direction, element, TABLE } from './rules.ts';
import { runTool } from './run-tool.ts';
import { type BandwidthLimit, limitBandwidth } from './shape.ts';
import { limitOf, type PacketEffect, troubleRules } from './trouble-rules.ts';

/** Which part of a fault is to be brought about in this namespace. */
export interface Halves {
  /** Packets to the upstream. */
  readonly to: boolean;
  /** Packets from the upstream. */
  readonly from: boolean;
  /** The interfaces by which the upstream's packets leave, for bandwidth; none where they leave elsewhere. */
  readonly devices: readonly string[];
}

/** A fault of packets that is in force. */
export interface ArmedPackets {
  /** How many packets it has hit so far, by the kernel's own counters: lost, rejected, or held back. */
  hits(): Promise<number>;
  /** Takes it away, and says how many packets it had hit. */
  disarm(): Promise<{ readonly packets: number }>;
}

const DIRECTIONS: readonly Direction[] = ['to', 'from', 'leaving'];

/**
 * Arms a fault on the packets of an address, `*` or either with a port (see parseKey). `installRules` must have been called
 * in this namespace. Arms of different addresses may run at the same time; one that is armed already is refused by nft.
 */
export async function arm(address: string, effect: PacketEffect, halves: Halves): Promise<ArmedPackets> {
  const key = parseKey(address);
  const id = randomBytes(4).toString('hex');
  const counter = `hits-${id}`;
  const chains = DIRECTIONS.filter((direction) => direction === 'leaving' || halves[direction])
    .map((direction) => ({ direction, name: `${direction}-${id}`, ...troubleRules(effect, direction, id) }))
    .filter(({ rules }) => rules.length > 0);
  const elements = chains
    .filter(({ hook }) => hook === undefined)
    .map(({ name, direction }) => element(direction, key, name));
  await inOneGo([
    `table ${TABLE} {`,
    `counter ${counter} { }`,
    ...chains.flatMap(({ sets }) => sets.map(({ text }) => text)),
    ...chains.map(({ name, rules, hook = '' }) => `chain ${name} {\n ${hook} ${rules.join('\n ')}\n}`),
    '}',
    ...elements.map((text) => `add ${text}`),
  ]);
  const queues = await limitsFor(effect, key, halves.devices);
  const hits = async () => {
    const counts = await Promise.all([count(counter), ...queues.map((queue) => queue.hits())]);
    return counts.reduce((sum, one) => sum + one, 0);
  };
  return {
    hits,
    disarm: async () => {
      // First nothing is sent to the chains any more: what they then have counted is all.
      await inOneGo(elements.map((text) => `delete ${text}`));
      const packets = await hits();
      await Promise.all(queues.map((queue) => queue.lift()));
      await inOneGo([
        ...chains.map(({ name }) => `delete chain ${TABLE} ${name}`),
        ...chains.flatMap(({ sets }) => sets.map(({ name }) => `delete set ${TABLE} ${name}`)),
        `delete counter ${TABLE} ${counter}`,
      ]);
      return { packets };
    },
  };
}

async function limitsFor(effect: PacketEffect, key: Key, devices: readonly string[]): Promise<BandwidthLimit[]> {
  const limit = effect.place === 'network' ? limitOf(effect.trouble) : null;
  if (!limit) return [];
  return await Promise.all(devices.map((device) => limitBandwidth(device, key, limit)));
}

/** A transaction: traffic sees all of it or nothing (nft(8), -f). */
async function inOneGo(commands: readonly string[]): Promise<void> {
  if (commands.length > 0) await runTool('nft', ['-f', '-'], commands.join('\n'));
}

async function count(counter: string): Promise<number> {
  const text = await runTool('nft', ['-j', 'list', 'counter', ...TABLE.split(' '), counter]);
  const { nftables } = JSON.parse(text) as { nftables: readonly { counter?: { packets: number } }[] };
  return nftables.reduce((sum, item) => sum + (item.counter?.packets ?? 0), 0);
}
