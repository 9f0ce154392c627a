/** The response codes of a resolver that fails (RFC 1035 section 4.1.1; NXDOMAIN and NOTIMP by RFC 6895 section 2.3). */
export const RCODES = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** One of them. */
export type Rcode = keyof typeof RCODES;

/** What makes an answer one that no client can use. */
export type Malformation =
  /** The packet ends within its header. */
  | 'short'
  /** The RDLENGTH of the address record reaches beyond the end of the packet. */
  | 'record-length'
  /** The name of the address record is a compression pointer to itself. */
  | 'compression-loop';

/** What the resolver says to one query for a name. */
export type NameReply = {
  /** Only to queries of this type; others are answered as if nothing were wrong. */
  readonly only?: 'A' | 'AAAA' | undefined;
  /** Say it so many milliseconds after the query came. */
  readonly delay?: number | undefined;
} & NameSaying;

/** The kinds of reply. */
export type NameSaying =
  /**
   * Those of these addresses that are of the type asked for, A or AAAA; other queries find no data. `upstream` stands for
   * the upstream's own IPv4 address, `upstream6` for the same as an IPv6 one (IPv4-mapped, RFC 4291 section 2.5.5.2), and
   * `gateway` for the one that the gateway listens on: the runtime fills them in. `note` tells in observations that the
   * answer is not the healthy one.
   */
  | {
      readonly say: 'addresses';
      readonly addresses: readonly string[];
      /** In seconds; 0 by default. */
      readonly ttl?: number | undefined;
      readonly note?: string | undefined;
    }
  | { readonly say: 'rcode'; readonly rcode: Rcode }
  | { readonly say: 'silence' }
  /** NOERROR without an answer. */
  | { readonly say: 'no-data' }
  /** Two aliases that are aliases of each other, whatever the type asked for. */
  | { readonly say: 'cname-loop' }
  /** Over UDP an answer with the bit TC set and no record; over TCP the connection is reset once it has asked. */
  | { readonly say: 'truncated' }
  | { readonly say: 'malformed'; readonly how: Malformation }
  /** The upstream's own address under another transaction id, or for another question: a forgery that missed. */
  | { readonly say: 'forged'; readonly wrong: 'id' | 'question' };

/**
 * What the resolver says of one upstream's name: `list[i]` to the i-th query of each type since the script was put on, and
 * `rest` to every later one; with `cycle` the list begins again instead.
 */
export interface NameScript {
  readonly list: readonly NameReply[];
  readonly rest: NameReply;
  readonly cycle?: boolean | undefined;
}

/** The reply of a resolver with nothing wrong: the upstream's address, with a TTL of 0. */
export const HEALTHY_NAME: NameReply = { say: 'addresses', addresses: ['upstream'] };

/** An address of the loopback network that nothing listens on, on whatever machine: whoever connects is refused. */
export const NOBODYS_ADDRESS = '127.0.0.66';

/** The same reply to every query. */
export function everyQuery(rest: NameReply): NameScript {
  return { list: [], rest };
}
