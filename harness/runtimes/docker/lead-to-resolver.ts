import { runTool } from '../../network/run-tool.ts';
import { RESOLVER_ADDRESS } from './driver-start.ts';

/** Where container engines have a resolver of theirs in every network that a person made: configurations name it. */
const ENGINES_RESOLVER = '127.0.0.11';

/**
 * Leads whoever asks the engine's resolver in this namespace to ours. It stands before the engine's own rules for that
 * address; the source of such packets is a loopback address, which no neighbour would answer, and is replaced.
 */
export async function leadToResolver(): Promise<void> {
  await runTool('nft', ['-f', '-'], RULES);
}

const RULES = `
table ip gatecrash_resolver {
  chain leads {
    type nat hook output priority -110;
    ip daddr ${ENGINES_RESOLVER} meta l4proto { tcp, udp } th dport 53 dnat to ${RESOLVER_ADDRESS}:53
  }
  chain source {
    type nat hook postrouting priority 90;
    ip saddr 127.0.0.0/8 ip daddr ${RESOLVER_ADDRESS} masquerade
  }
}
`;
