import { isIPv4 } from 'node:net';
import { runTool } from '../../network/run-tool.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';

/** Our table beside that of the faults: made anew for every configuration. */
export const FIXED_TABLE = 'ip gatecrash_fixed';

/**
 * Sees whom a gateway asks for that nobody declared: names that the resolver does not know, and addresses beyond the
 * loopback ones. Both are refused at once (NXDOMAIN, ICMP), as nothing may leave the namespace.
 */
export class Strangers {
  readonly #names = new Set<string>();
  readonly #declared: readonly string[];
  readonly #control: UpstreamControl;
  readonly #unlisten: () => void;

  private constructor(control: UpstreamControl, declared: readonly string[]) {
    this.#control = control;
    this.#declared = declared;
    this.#unlisten = control.onObservation((event) => {
      // A name that nobody scripted is nobody's.
      if (event.kind === 'query' && event.upstream === '') this.#names.add(event.name);
    });
  }

  /** Begins to watch; `declared` are the addresses, prefixes and names that are somebody's, besides the loopback ones. */
  static async watch(control: UpstreamControl, declared: readonly string[]): Promise<Strangers> {
    await runTool('nft', ['-f', '-'], rules(declared.filter(isAddress)));
    return new Strangers(control, declared);
  }

  /** Names, and addresses as `host:port`, that were asked for until now; whoever asks is the last one to. */
  async end(): Promise<string[]> {
    await this.#control.flush();
    this.#unlisten();
    const listed = await runTool('nft', ['list', 'set', ...FIXED_TABLE.split(' '), 'strangers']);
    const addresses = [...listed.matchAll(/(\d+\.\d+\.\d+\.\d+) \. (\d+)/g)].map(([, host, port]) => `${host}:${port}`);
    // One that is in the file of hosts may be asked of the resolver as well.
    const names = [...this.#names].filter((name) => !this.#declared.includes(name));
    return [...names, ...addresses].sort();
  }
}

/** An IPv4 address, or a prefix of them. */
function isAddress(declared: string): boolean {
  return isIPv4(declared.split('/')[0] ?? '');
}

function rules(declared: readonly string[]): string {
  const own = ['127.0.0.0/8', ...declared.filter((address) => !address.startsWith('127.'))];
  return `
table ${FIXED_TABLE}
delete table ${FIXED_TABLE}
table ${FIXED_TABLE} {
  set strangers { type ipv4_addr . inet_service; flags dynamic; size 1024; }
  chain aside { type nat hook output priority -100; }
  chain strangers {
    type filter hook output priority 0;
    ip daddr { ${own.join(', ')} } accept
    ct direction reply accept
    meta l4proto tcp add @strangers { ip daddr . tcp dport }
    reject with icmp type net-unreachable
  }
}
`;
}
