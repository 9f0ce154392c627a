import type { Probe } from './arming.ts';
import type { NetworkTrouble } from './effect.ts';
import type { FaultEvidence } from './fault.ts';

type Trouble = Pick<NetworkTrouble, 'kind'>;

/** The kernel's count of the packets that a trouble hit, as the probe that a runtime hands in once it is disarmed. */
export function packetProbe(trouble: Trouble, packets: number): Probe {
  return { result: `${packets} packets ${fateIn(trouble)}`, ms: 0, localPort: -1 };
}

/** Fired when the kernel counted at least one packet that the trouble hit. */
export function packetsHit(trouble: Trouble): (evidence: FaultEvidence) => string | null {
  const fate = fateIn(trouble);
  const hit = new RegExp(`^[1-9]\\d* packets ${fate}$`);
  return ({ probes }) =>
    probes.some(({ result }) => hit.test(result)) ? null : `the kernel counted no packet that was ${fate}`;
}

/** What becomes of a packet, where it is not lost. */
const FATES: Readonly<Partial<Record<NetworkTrouble['kind'], string>>> = {
  bandwidth: 'held back',
  reordering: 'held back',
  duplication: 'doubled',
  corruption: 'corrupted',
  'resolver-closed': 'refused',
};

function fateIn({ kind }: Trouble): string {
  return FATES[kind] ?? 'lost';
}
