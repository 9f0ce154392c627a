import type { NameScript } from './name-script.ts';
import type { UpstreamScript } from './script.ts';

/**
 * What a runtime has to do to one upstream, as plain data: the whole interface between faults and runtimes. A fault
 * names a place and what happens there; a runtime has one piece of code for each place and knows no fault by name.
 */
export type Effect =
  /** The upstream program follows this script on its connections. */
  | { readonly place: 'script'; readonly script: UpstreamScript }
  /** Nothing listens on the upstream's address (`closed`), its Unix socket is gone (`unlinked`), or its accept queue is full and never drained (`full`). */
  | { readonly place: 'listener'; readonly state: 'closed' | 'full' | 'unlinked' }
  /**
   * The kernel makes new connections and nobody ever accepts them. Those that exist are served (`kept`), or end with the
   * processes that served them (`ended`).
   */
  | { readonly place: 'listener'; readonly state: 'unaccepted'; readonly connections: 'kept' | 'ended' }
  /** The listener goes away for `down` milliseconds, comes back for `up`, and so on, with all its connections. */
  | { readonly place: 'listener'; readonly state: 'flapping'; readonly down: number; readonly up: number }
  /** A firewall rule on packets to the upstream. */
  | {
      readonly place: 'firewall';
      readonly verdict: 'drop' | 'icmp-admin-prohibited' | 'icmp-host-unreachable' | 'tcp-reset';
    }
  /** A kernel route for the upstream's address; `throw` is none at all, as when the interface that leads there is down. */
  | { readonly place: 'route'; readonly type: 'unreachable' | 'prohibit' | 'throw' }
  /**
   * A signal to the upstream's process, or more memory than it may have: at once, or when a connection's script reaches
   * `await-controller`; the script is healthy where none is given. With `restartAfter` the dead process is started again after so
   * many milliseconds, under the same script.
   */
  | {
      readonly place: 'process';
      readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGABRT' | 'SIGSTOP' | 'out-of-memory';
      readonly when: 'at-once' | 'on-request';
      readonly script?: UpstreamScript | undefined;
      readonly restartAfter?: number | undefined;
    }
  /** A way to the upstream that carries packets badly; the script is healthy where none is given. */
  | {
      readonly place: 'network';
      readonly trouble: NetworkTrouble;
      readonly script?: UpstreamScript | undefined;
    }
  /** What the resolver says when it is asked for the upstream's name. */
  | { readonly place: 'dns'; readonly says: NameScript }
  /** Nothing listens on the resolver's port: who asks for the upstream's name meets an ICMP port unreachable. */
  | { readonly place: 'resolver'; readonly state: 'closed' };

/** What is wrong with the way to an upstream. Packets, not connections: nothing here sends a reset or an ICMP message. */
export type NetworkTrouble =
  /** So many percent of the packets of established connections vanish, evenly spread, both ways; no data vanishes twice. */
  | { readonly kind: 'loss'; readonly percent: number }
  /**
   * Of every `every` packets from the upstream on established connections, `burst` in a row vanish; no data vanishes twice.
   */
  | { readonly kind: 'burst-loss'; readonly burst: number; readonly every: number }
  /** Once so many bytes came from the upstream (IP length, all connections together) nothing more does. */
  | { readonly kind: 'cut-line'; readonly bytes: number }
  /** After the handshake nothing comes from the upstream; what is sent to it arrives. */
  | { readonly kind: 'one-way' }
  /** Packets to the upstream vanish on connections that are older than the trouble; new ones are carried well. */
  | { readonly kind: 'forgotten' }
  /** Packets from the upstream that are larger than so many bytes (IP length) vanish, and nobody is told. */
  | { readonly kind: 'mtu-black-hole'; readonly bytes: number }
  /** No SYN-ACK gets through until so many milliseconds after the first one; TCP sends it again. */
  | { readonly kind: 'late-handshake'; readonly after: number }
  /** So many new connections get through, and the SYNs of all others vanish; connections that exist go on. */
  | { readonly kind: 'table-full'; readonly room: number }
  /** Each packet arrives twice, both ways. */
  | { readonly kind: 'duplication' }
  /** So many percent of the packets of established connections arrive with a wrong checksum, both ways; no data twice. */
  | { readonly kind: 'corruption'; readonly percent: number }
  /** Each fourth packet from the upstream is overtaken by those behind it. */
  | { readonly kind: 'reordering' }
  /** Queries for this name, over UDP, are answered by an ICMP port unreachable. */
  | { readonly kind: 'resolver-closed'; readonly name: string }
  /** The upstream's packets leave no faster than this. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number };

/** The places where an upstream can be broken. */
export type EffectPlace = Effect['place'];
