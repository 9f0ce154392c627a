import { randomInt } from 'node:crypto';
import { now } from '../core/clock.ts';
import { messageOf } from '../core/problem.ts';
import type { Key } from './key.ts';
import { runTool } from './run-tool.ts';

/** Handle of our queue: a number that nobody else would choose. */
const HANDLE = '6a7c:';
/** What a class may send at once after a pause: so many milliseconds' worth, in bytes never less than one packet. */
const BURST = 10;
const SMALLEST_BURST = 1600;
/** Bytes a second of a limit that is being lifted. */
const OPEN = 1_000_000_000;
/** Milliseconds: the largest packet at the lowest rate takes three seconds. */
const DRAINED_WITHIN = 4000;

/** Which packets wait, and how fast they leave. */
export interface Limit {
  readonly bytesPerSecond: number;
  /** Each fourth packet of a connection alone waits; the others overtake it. */
  readonly fourthOnly?: boolean | undefined;
}

/** A bandwidth limit that is in force. */
export interface BandwidthLimit {
  /** How often a packet had to wait. */
  hits(): Promise<number>;
  lift(): Promise<void>;
}

/** True when this namespace can have queues of its own before the interface, or the reason why not. */
export async function canShape(device: string): Promise<true | string> {
  try {
    const limit = await limitBandwidth(device, { host: '192.0.2.1', port: null }, { bytesPerSecond: 1024 });
    await limit.lift();
    await removeShaper(device);
    return true;
  } catch (error) {
    const text = messageOf(error);
    if (/qdisc kind is unknown/.test(text)) return 'the kernel has no sch_htb (module sch_htb)';
    if (/classifier not found/.test(text)) return 'the kernel has no cls_u32 (module cls_u32)';
    return text;
  }
}

/**
 * Lets the packets of a key leave by an interface no faster than this; all others pass unshaped. Holds for connections that
 * are made from now on: those that exist may still send 64 KiB at once (generic segmentation offload).
 */
export async function limitBandwidth(device: string, key: Key, limit: Limit): Promise<BandwidthLimit> {
  await putQueue(device);
  const minor = randomInt(0x100, 0xffff);
  const classId = `${HANDLE}${minor.toString(16)}`;
  const theClass = ['dev', device, 'parent', HANDLE, 'classid', classId];
  await runTool('tc', ['class', 'add', ...theClass, ...htb(limit.bytesPerSecond)]);
  const filter = ['dev', device, 'parent', HANDLE, 'protocol', 'ip', 'prio', String(minor)];
  await runTool('tc', ['filter', 'add', ...filter, 'u32', ...match(key, limit), 'flowid', classId]);
  return {
    hits: async () => (await statistics(device, classId)).overlimits,
    lift: async () => {
      // A class that is deleted drops what waits in it, and TCP would take a while to notice.
      await runTool('tc', ['class', 'change', ...theClass, ...htb(OPEN)]);
      await drained(device, classId);
      await runTool('tc', ['filter', 'del', ...filter]);
      await runTool('tc', ['class', 'del', ...theClass]);
    },
  };
}

/** Takes our queue away from an interface. */
export async function removeShaper(device: string): Promise<void> {
  await runTool('tc', ['qdisc', 'del', 'dev', device, 'root', 'handle', HANDLE]);
  await runTool('ip', ['link', 'set', 'dev', device, 'gso_max_segs', '65535']);
}

/** Puts an htb queue before the interface unless ours is there; what no filter sends to a class of it passes at once. */
async function putQueue(device: string): Promise<void> {
  try {
    await runTool('tc', ['qdisc', 'add', 'dev', device, 'root', 'handle', HANDLE, 'htb', 'direct_qlen', '10000']);
  } catch (error) {
    const there = await runTool('tc', ['qdisc', 'show', 'dev', device]);
    if (!there.includes(`qdisc htb ${HANDLE}`)) throw error;
  }
  // A packet of 64 KiB, cut into segments only by the card, would pass the queue in one go.
  await runTool('ip', ['link', 'set', 'dev', device, 'gso_max_segs', '1']);
}

/**
 * Linux counts the packets of a connection in their identification (RFC 791 section 3.1), the field at octet 4: of its two
 * lowest bits one value in four is ours. A SYN-ACK has 0 there and is spared.
 */
const EACH_FOURTH = ['match', 'u16', '0x0002', '0x0003', 'at', '4'];

function match({ host, port }: Key, { fourthOnly = false }: Limit): string[] {
  const address = host === null ? [] : ['match', 'ip', 'src', `${host}/32`];
  const tcp =
    port === null ? [] : ['match', 'ip', 'protocol', '6', '0xff', 'match', 'ip', 'sport', String(port), '0xffff'];
  const all = [...address, ...tcp, ...(fourthOnly ? EACH_FOURTH : [])];
  return all.length > 0 ? all : ['match', 'u32', '0', '0'];
}

function htb(bytesPerSecond: number): string[] {
  const burst = String(Math.max(SMALLEST_BURST, Math.round((bytesPerSecond * BURST) / 1000)));
  return ['htb', 'rate', `${bytesPerSecond}bps`, 'burst', burst, 'cburst', burst, 'quantum', '1600'];
}

/** Resolves when nothing waits in a class any more: the next packet was put off at the old rate, so that may take a moment. */
async function drained(device: string, classId: string): Promise<void> {
  const limit = now() + DRAINED_WITHIN;
  while ((await statistics(device, classId)).waiting > 0 && now() < limit);
}

/** How often a class was out of tokens with a packet waiting, and how many packets wait. */
async function statistics(device: string, classId: string): Promise<{ overlimits: number; waiting: number }> {
  const text = await runTool('tc', ['-s', 'class', 'show', 'dev', device, 'classid', classId]);
  const [, overlimits = '0'] = /overlimits (\d+)/.exec(text) ?? [];
  const [, waiting = '0'] = /backlog \S+ (\d+)p/.exec(text) ?? [];
  return { overlimits: Number(overlimits), waiting: Number(waiting) };
}
