import { runTool } from '../../network/run-tool.ts';
import { RESOLVER_ADDRESS } from './driver-start.ts';

/** Resolvers that configurations name: that of container engines in networks that a person made, and systemd's. */
const USUAL_RESOLVERS = ['127.0.0.11', '127.0.0.53'];

/**
 * Leads whoever asks one of these in this namespace to ours. It stands before the engine's own rules for that
 * address; the source of such packets is a loopback address, which no neighbour would answer, and is replaced.
 */
export async function leadToResolver(): Promise<void> {
  await runTool('nft', ['-f', '-'], RULES);
}

const RULES = `
table ip gatecrash_resolver {
  chain leads {
    type nat hook output priority -110;
    ip daddr { ${USUAL_RESOLVERS.join(', ')} } meta l4proto { tcp, udp } th dport 53 dnat to ${RESOLVER_ADDRESS}:53
  }
  chain source {
    type nat hook postrouting priority 90;
    ip saddr 127.0.0.0/8 ip daddr ${RESOLVER_ADDRESS} masquerade
  }
}
`;
