import type { Address } from './gateway.ts';
import type { Http2Conduct, Http2Step } from './http2-script.ts';
import type { RequestSelector } from './request-selector.ts';
import type { TlsProfile } from './tls.ts';

/** Raw bytes to put on the wire: text (sent as latin1, so that \u0080 to \u00ff are single octets), hex, or a repeat. */
export type Bytes =
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly repeat: string; readonly times: number };

/** A well-formed response; Content-Length is computed, `body` is sent as UTF-8. */
export interface WellFormedResponse {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/**
 * What an upstream does on one connection, in order. The words are the wire's: `close` sends a FIN after all that was
 * sent and reads on until the peer closes, `half-close` sends a FIN and goes on with the script, `reset` sends an RST
 * (SO_LINGER 0), `hold` does nothing until the peer closes. Under TLS a close_notify goes before each FIN, but before that of
 * `close-without-notify`.
 */
export type UpstreamStep =
  /**
   * Wait for a request's head, its body, or both; a number waits for that many bytes since the connection began, `preface`
   * for the preface of HTTP/2 and the client's first SETTINGS. A `client-hello` is the next one that comes where TLS is
   * spoken and the script is without it. Where the request asks for a 100 (Continue) one is sent, unless the step is
   * `silent`.
   */
  | {
      readonly do: 'read';
      readonly what: 'head' | 'body' | 'request' | 'preface' | 'client-hello' | number;
      readonly silent?: boolean | undefined;
    }
  /** Wait until these octets (latin1) have come, whatever stands before them: for a dialogue that is not HTTP. */
  | { readonly do: 'read-until'; readonly text: string }
  /** Stop reading, and wait until request bytes lie unread in the kernel's receive buffer (so that a death sends RST). */
  | { readonly do: 'arrive-unread' }
  | { readonly do: 'respond'; readonly response: WellFormedResponse }
  /** The healthy answer: 200, names the upstream, echoes the correlation id, honours HEAD and the request's version. */
  | { readonly do: 'answer' }
  /**
   * The 101 of a WebSocket server (RFC 6455 section 4.2.2): Sec-WebSocket-Accept is made of the request's key, or of another
   * one where the step is `wrong`. A request without a key gets a 426, and nothing follows.
   */
  | { readonly do: 'accept-websocket'; readonly wrong?: boolean | undefined }
  | { readonly do: 'interim'; readonly status: number; readonly headers?: Readonly<Record<string, string>> | undefined }
  /** Octets as they are. Sends that follow one another go out in one write. */
  | { readonly do: 'send'; readonly bytes: Bytes }
  /** Send in pieces of `piece` bytes, one each `every` milliseconds. */
  | { readonly do: 'drip'; readonly bytes: Bytes; readonly piece: number; readonly every: number }
  /** Do nothing for `ms` milliseconds. */
  | { readonly do: 'stall'; readonly ms: number }
  /**
   * Wait until the client behind the gateway has `bytes` bytes of the body, or for `within` milliseconds; which of the
   * two it was is observed. An RST sent right behind bytes destroys them on the way.
   */
  | { readonly do: 'await-delivery'; readonly bytes: number; readonly within: number }
  /** Tell the controller, and go on when it says so: the hook for a kill in mid-request. */
  | { readonly do: 'await-controller'; readonly signal: string }
  /** Give a signal to clients and upstreams of the case that await it. */
  | { readonly do: 'signal'; readonly signal: string }
  /** Wait for a signal of a client or of an upstream, at most for `within` milliseconds; which of the two is observed. */
  | { readonly do: 'await'; readonly signal: string; readonly within: number }
  /** The whole process does nothing else for `ms` milliseconds: it sleeps, or it computes (`busy`). */
  | { readonly do: 'block'; readonly ms: number; readonly busy: boolean }
  /**
   * Wait for a place in the upstream's pool of workers; held until the connection ends. With `full` nobody waits: an RST as
   * soon as it asks for something.
   */
  | { readonly do: 'take-worker'; readonly full?: 'reset' | undefined }
  /** From here on a FIN of the peer is not answered with ours: the connection is left half open, as a leak leaves it. */
  | { readonly do: 'leave-open' }
  /** Play the script that `UpstreamScript.requests` has for the request whose head was read last. */
  | { readonly do: 'play-request' }
  /**
   * Lead this connection on to another listener, octet for octet and unread: to the gateway's own one, whose address the
   * runtime fills in. It comes first, and only LOOP_BOUND connections of a script are led on; the next ones get a FIN.
   * With `unreachable` a FIN says that the other listener could not be connected to; without, an RST.
   */
  | { readonly do: 'splice'; readonly to: Address | 'gateway'; readonly unreachable?: 'close' | undefined }
  /** Answer the ClientHello that was read last by a HelloRetryRequest (RFC 8446 section 4.1.4) that asks for this cookie. */
  | { readonly do: 'hello-retry'; readonly cookie: string }
  /** Flip a bit of the next record that is sent, so that its authentication tag is wrong (RFC 8446 section 5.2). */
  | { readonly do: 'spoil-record' }
  /** A fatal alert (RFC 8446 section 6.2): under TLS in a record of it, else as the octets that answer a ClientHello. */
  | { readonly do: 'alert'; readonly code: number }
  /** So many KeyUpdates (RFC 8446 section 4.6.3) at once; `asks` wants one back for each. */
  | { readonly do: 'key-update'; readonly times: number; readonly asks?: boolean | undefined }
  | { readonly do: 'close' }
  /** A FIN that no close_notify goes before (RFC 8446 section 6.1). */
  | { readonly do: 'close-without-notify' }
  | { readonly do: 'half-close' }
  | { readonly do: 'reset' }
  | { readonly do: 'hold' }
  | Http2Step;

/** The script of one connection. After the last step the connection is held; `loop` starts again instead (keep-alive). */
export interface ConnectionScript {
  readonly steps: readonly UpstreamStep[];
  readonly loop?: boolean | undefined;
  /** How it behaves where the client speaks HTTP/2; without it, as a server should. */
  readonly http2?: Http2Conduct | undefined;
}

/**
 * The script of one request, from the moment that its head was read; it has no step that would read another head. After its
 * last step the connection goes on to the next request, unless it ended.
 */
export interface RequestScript {
  readonly steps: readonly UpstreamStep[];
  /** Room for a request that may come or not. */
  readonly optional?: boolean | undefined;
}

/**
 * The scripts of an upstream's requests: `list[i]` is for the i-th since the script was put on, whatever connection it comes
 * on; `rest` for every later one, and null means that nobody scripted it: its connection is closed, and the case broken.
 */
export interface RequestScripts {
  readonly list: readonly RequestScript[];
  readonly rest: RequestScript | null;
  /** Asked before all else: the first one whose selector means the request has it. */
  readonly choices?: readonly RequestChoice[] | undefined;
}

/** A script for the requests that a selector means. */
export interface RequestChoice {
  readonly when: RequestSelector;
  readonly script: RequestScript;
}

/**
 * The script of one upstream. `connections[i]` is for the i-th connection since the case began; `rest` for every later
 * one, and null means that nobody scripted it, which makes the case broken.
 */
export interface UpstreamScript {
  readonly connections: readonly ConnectionScript[];
  readonly rest: ConnectionScript | null;
  /** Size of the worker pool that `take-worker` draws from; unlimited without. */
  readonly workers?: number | undefined;
  /** Upon SIGTERM: take no more connections, end those that wait for a request, let the others finish, and exit. */
  readonly drain?: boolean | undefined;
  /** What `play-request` plays. */
  readonly requests?: RequestScripts | undefined;
  /**
   * How TLS is spoken where the gateway speaks TLS to its upstreams: as a healthy server does it, where nothing is said;
   * null for not at all, and the script then plays on plain TCP. The handshake is over before the script of a connection begins.
   */
  readonly tls?: TlsProfile | null | undefined;
}

/** The script of a connection whose requests are scripted one by one. */
export const REQUEST_BY_REQUEST: ConnectionScript = {
  steps: [{ do: 'read', what: 'head' }, { do: 'play-request' }],
  loop: true,
};

/** The script of a healthy request. */
export const HEALTHY_REQUEST: RequestScript = {
  steps: [{ do: 'read', what: 'body' }, { do: 'answer' }],
  optional: true,
};

/** The script of a healthy connection: answers every request on it, one after another. */
export const HEALTHY_CONNECTION: ConnectionScript = {
  steps: [{ do: 'read', what: 'request' }, { do: 'answer' }],
  loop: true,
};

/** The script of a healthy upstream. */
export const HEALTHY: UpstreamScript = { connections: [], rest: HEALTHY_CONNECTION };
