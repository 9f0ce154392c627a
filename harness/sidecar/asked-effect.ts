import { z } from 'zod';
import type { Effect } from '../core/effect.ts';
import type { FaultParams } from '../core/fault-named.ts';
import { checked, fromJson } from './control-body.ts';
import type { SidecarEffect } from './control-protocol.ts';
import { usageError } from './usage-error.ts';

const trouble = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loss'), percent: z.int().min(1).max(99) }),
  z.strictObject({ kind: z.literal('burst-loss'), burst: z.int().min(1), every: z.int().min(2) }),
  z.strictObject({ kind: z.literal('cut-line'), bytes: z.int().min(1) }),
  z.strictObject({ kind: z.literal('one-way') }),
  z.strictObject({ kind: z.literal('forgotten') }),
  z.strictObject({ kind: z.literal('mtu-black-hole'), bytes: z.int().min(68).max(65_535) }),
  z.strictObject({ kind: z.literal('late-handshake'), after: z.number().min(1) }),
  z.strictObject({ kind: z.literal('table-full'), room: z.int().min(0).max(65_535) }),
  z.strictObject({ kind: z.literal('duplication') }),
  z.strictObject({ kind: z.literal('corruption'), percent: z.int().min(1).max(99) }),
  z.strictObject({ kind: z.literal('reordering') }),
  z.strictObject({ kind: z.literal('resolver-closed'), name: z.string().min(1) }),
  z.strictObject({ kind: z.literal('bandwidth'), bytesPerSecond: z.int().min(1) }),
]);

/** The script of a network effect is for the upstream program, and is passed over. */
const effect = z.discriminatedUnion('place', [
  z.strictObject({
    place: z.literal('firewall'),
    verdict: z.enum(['drop', 'icmp-admin-prohibited', 'icmp-host-unreachable', 'tcp-reset']),
  }),
  z.object({ place: z.literal('network'), trouble }),
  z.strictObject({ place: z.literal('route'), type: z.enum(['unreachable', 'prohibit', 'throw']) }),
]);

const named = z.looseObject({ fault: z.string() });

/**
 * The effect that a body asks for: the name of a fault (`firewall-drop`), a fault with parameters
 * (`{"fault":"packet-loss","percent":10}`), or an effect (`{"place":"firewall","verdict":"drop"}`). The catalogue is loaded
 * when it is first needed. Throws a ProblemError that says what is wrong and what was meant.
 */
export async function askedEffect(body: string): Promise<SidecarEffect> {
  const text = body.trim();
  if (text === '')
    throw usageError('bad-request', 'the body is empty', 'Send the name of a fault, such as firewall-drop.');
  if (!text.startsWith('{')) return await faultEffect(text, {});
  const value = fromJson(text);
  if (typeof value === 'object' && value !== null && 'place' in value) return checked(effect, value, 'body');
  const { fault, ...params } = checked(named, value, 'body');
  return await faultEffect(fault, params);
}

async function faultEffect(name: string, params: FaultParams): Promise<SidecarEffect> {
  const { faultNamed } = await import('../core/fault-named.ts');
  const { effect: wanted } = await faultNamed(name, params);
  if (isOurs(wanted)) return wanted;
  const hint = 'GET /faults of the upstream program and gatecrash faults tell where faults are made';
  throw usageError('wrong-place', `${name} happens at the ${wanted.place}, out of a sidecar's reach`, hint);
}

function isOurs(wanted: Effect): wanted is SidecarEffect {
  return wanted.place === 'firewall' || wanted.place === 'network' || wanted.place === 'route';
}
