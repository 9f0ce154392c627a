import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';
import { probe } from '../probe.ts';

const run = promisify(execFile);

type FirewallEffect = Extract<Effect, { place: 'firewall' }>;

/**
 * One rule for the whole sandbox: a verdict map from the upstream's address. To arm is to add an element, which is
 * atomic, so that cases beside it never see a half-changed firewall. Sits in the input hook: the SYN leaves the gateway
 * and is lost on the way, as with a real firewall; in the output hook connect(2) could fail locally.
 */
const RULESET = `
table ip gatecrash {
  map upstreams { type ipv4_addr : verdict; }
  chain admin-prohibited { reject with icmp type admin-prohibited; }
  chain host-unreachable { reject with icmp type host-unreachable; }
  chain tcp-reset { meta l4proto tcp reject with tcp reset; }
  chain input { type filter hook input priority 0; policy accept; ip daddr vmap @upstreams; }
}
`;

const VERDICTS: Readonly<Record<FirewallEffect['verdict'], string>> = {
  drop: 'drop',
  'icmp-admin-prohibited': 'jump admin-prohibited',
  'icmp-host-unreachable': 'jump host-unreachable',
  'tcp-reset': 'jump tcp-reset',
};

/** Loads the rules that arming then fills. Throws with nft's own words. */
export async function installFirewall(): Promise<void> {
  const child = run('nft', ['-f', '-']);
  child.child.stdin?.end(RULESET);
  await child;
}

/** Firewall rules on packets to the upstream. */
export const armFirewall: Arm<FirewallEffect> = async (context, effect) => {
  await context.handle.follow(HEALTHY);
  const element = `{ ${context.address.host} : ${VERDICTS[effect.verdict]} }`;
  await run('nft', ['add', 'element', 'ip', 'gatecrash', 'upstreams', element]);
  return {
    probes: [await probe(context.address)],
    disarm: async () => void (await run('nft', ['delete', 'element', 'ip', 'gatecrash', 'upstreams', element])),
  };
};
