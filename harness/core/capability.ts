/**
 * What a runtime can do to the network and the processes of a case. A fault or a case says which of these it needs; a
 * runtime that lacks one says why, and the case is skipped with that reason.
 */
export type Capability =
  /** nft rules that hit one upstream alone. */
  | 'firewall'
  /** Kernel routes of our own. */
  | 'routes'
  /** A queue of our own before an interface (tc with sch_htb), for bandwidth. */
  | 'shaping'
  /** A resolver of our own on port 53, and a private resolv.conf. */
  | 'dns'
  /** Signals to an upstream process of its own, and the accept queue of its listener (Linux). */
  | 'processes'
  /** A limit of memory for one upstream alone, over which the kernel's out-of-memory killer goes. */
  | 'memory'
  /** A folder that gateways and upstreams share, for Unix sockets. */
  | 'unix-sockets';

/** For each capability: true, or the reason why not (a sentence with the flag, package or sysctl that would help). */
export type Capabilities = Readonly<Record<Capability, true | string>>;
