import type { Address } from '../core/gateway.ts';
import type { NameScript } from '../core/name-script.ts';
import type { UpstreamScript } from '../core/script.ts';
import type { Authority } from '../core/tls.ts';

/** Body of `PUT /upstreams/NAME`. */
export interface PutUpstream {
  /** Where to listen (port 0: any free one); null to close the listener and end all connections. */
  readonly listen: Address | null;
  readonly script: UpstreamScript;
  /**
   * Listen and never accept. Connections that exist are served (`kept`), or end as where the listener is closed (`ended`).
   */
  readonly unaccepted?: 'kept' | 'ended' | undefined;
  /** Length of the accept queue, at least 1: Node takes 0 for its default of 511. */
  readonly backlog?: number | undefined;
  /** Ordinal of the first connection, 1 by default; heeded when the upstream is first made, for it counts on since. */
  readonly firstConnection?: number | undefined;
  /** Who healthy answers say they are from; NAME by default. */
  readonly label?: string | undefined;
  /** Who issues the upstream's certificates: it then speaks TLS, but where its script says not to. */
  readonly authority?: Authority | undefined;
  /** More names for its certificates. */
  readonly names?: readonly string[] | undefined;
}

/** Answer to `PUT /upstreams/NAME` and `PUT /resolver`. */
export interface Listening {
  readonly listen: Address | null;
}

/** Body of `PUT /names/NAME`: queries for the name are observed as the upstream's. */
export interface PutName {
  readonly script: NameScript;
  /** The upstream's own address: what `upstream` stands for in the script, and what is said where nothing is wrong. */
  readonly address: string;
  readonly upstream: string;
}

/** Answer to `PUT /upstreams/NAME/fault`, whose body is a fault's name, or a map with its parameters as YAML or JSON. */
export interface FaultPut {
  readonly upstream: string;
  /** The fault that is now in force, with its parameters; `healthy` for none. */
  readonly fault: string;
  /** What happens on the wire. */
  readonly summary: string;
}

/** Body of every answer that is not 200; `code` is an errno name or one of our own. */
export interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

/** Which connection to release; the answer says whether it was there. */
export interface PostRelease {
  readonly connection: number;
}
