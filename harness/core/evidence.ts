import type { Arming } from './arming.ts';
import type { Awaited, ClientConduct } from './client-conduct.ts';
import type { DefectCode } from './defect-code.ts';
import type { GatewaySighting, GatewayStrike } from './gateway-strike.ts';
import type { Holdings } from './holdings.ts';
import type { Field } from './http.ts';
import type { Http2Duty } from './http2-script.ts';
import type { Load } from './load.ts';
import type { RequestVersion } from './scenario.ts';
import type { CertificateKind } from './tls.ts';

/** The part of a case that an exchange or a request belongs to. */
export type Phase = 'twin' | 'steps' | 'aftermath';

/** What the upstream program saw and did, streamed as it happens. Times are monotonic milliseconds. */
export type Observation = { readonly upstream: string; readonly at: number } & Seen;

/** The kinds of observation. */
export type Seen =
  /** A connection was accepted. `connection` counts from 1 since the case began. */
  | {
      readonly kind: 'connection';
      readonly connection: number;
      readonly remotePort: number;
      readonly scripted: boolean;
    }
  /**
   * The upstream's part of a TLS handshake is over: it was completed, or it failed; or it drips, and is `under way`. `shown` tells whether the server's hello,
   * and with it its certificate, was sent; `detail` is the version and the cipher, or the reason in OpenSSL's words.
   */
  | {
      readonly kind: 'handshake';
      readonly connection: number;
      readonly certificate: CertificateKind;
      readonly done: boolean;
      readonly shown: boolean;
      readonly detail: string;
    }
  /** A request's head was read whole. `nth` counts the requests on this connection from 1. `id` is the correlation id. */
  | {
      readonly kind: 'request';
      readonly connection: number;
      readonly nth: number;
      readonly method: string;
      readonly target: string;
      /** `1.1`; `2` where it came as HTTP/2 frames. */
      readonly version: string;
      readonly id: string | null;
      readonly fields: readonly Field[];
    }
  /** A request's body was read whole: octets of its content, without the chunked coding, and their SHA-256 in hex. */
  | {
      readonly kind: 'request-end';
      readonly connection: number;
      readonly nth: number;
      readonly bodyBytes: number;
      readonly bodyHash: string;
    }
  /** Octets that the script is about to hand to the kernel, as latin1 text; `cut` where more were sent than are kept. */
  | { readonly kind: 'sent'; readonly connection: number; readonly octets: string; readonly cut: boolean }
  /** The client's HTTP/2 preface came; our first SETTINGS (identifier and value of each), and what is left out. */
  | {
      readonly kind: 'http2';
      readonly connection: number;
      readonly settings: readonly (readonly [identifier: number, value: number])[];
      readonly leavesOut: readonly Http2Duty[];
    }
  /**
   * A part of an answer that the script is about to send on the HTTP/2 stream of the nth request: a head, content or trailers
   * (content as latin1 text; `cut` where more was sent than is kept), its RST_STREAM (`ours`) or the peer's, or `other`: a
   * frame of any other kind. `end` where END_STREAM goes with it. The octets of the frames are told of by `sent` as well.
   */
  | {
      readonly kind: 'stream';
      readonly connection: number;
      readonly nth: number;
      readonly part: 'head' | 'data' | 'trailers' | 'our-reset' | 'peer-reset' | 'other';
      readonly end: boolean;
      readonly fields?: readonly Field[] | undefined;
      readonly octets?: string | undefined;
      readonly cut?: boolean | undefined;
      /** Of `our-reset`: the error code. */
      readonly code?: number | undefined;
    }
  /** GOAWAY goes out: requests of this connection above this one were not, and will not be, processed. */
  | { readonly kind: 'goaway'; readonly connection: number; readonly lastNth: number }
  /** A request begins to play a script of its own. `request` counts the upstream's since its script was put on, from 1. */
  | {
      readonly kind: 'request-script';
      readonly connection: number;
      readonly request: number;
      readonly scripted: boolean;
      /** Index of the choice (`when`) that meant it. */
      readonly choice?: number | undefined;
    }
  /**
   * A step was carried out: of the connection's script, or, where `request` is given, of that request's. `note` tells which
   * way it went (`delivered`, `bounded wait`).
   */
  | {
      readonly kind: 'step';
      readonly connection: number;
      readonly index: number;
      readonly step: string;
      readonly last: boolean;
      readonly note?: string | undefined;
      readonly request?: number | undefined;
    }
  /**
   * The script waits for the client to have these body bytes (`delivery`), for the controller, for a free worker, for a named
   * `signal`, or for some `time` to pass.
   */
  | {
      readonly kind: 'waiting';
      readonly connection: number;
      readonly what: 'delivery' | 'controller' | 'worker' | 'time' | 'signal';
      readonly id: string | null;
      readonly bytes?: number | undefined;
      readonly signal?: string | undefined;
    }
  /** The script gives a named signal. */
  | { readonly kind: 'signalled'; readonly connection: number; readonly signal: string }
  /** The peer sent its FIN, and the script leaves this side open. */
  | { readonly kind: 'left-open'; readonly connection: number }
  /** The connection is gone. `by` says who ended it and how, as this side saw it. */
  | {
      readonly kind: 'closed';
      readonly connection: number;
      readonly by: 'peer-fin' | 'peer-rst' | 'our-fin' | 'our-rst';
      readonly received: number;
      readonly sent: number;
    }
  /** The resolver was asked for the upstream's name, and what it answered. */
  | {
      readonly kind: 'query';
      readonly name: string;
      readonly type: string;
      readonly answer: string;
      /** Asked over TCP; over UDP where this is not said. */
      readonly tcp?: true | undefined;
      /** How long the addresses in the answer may be used, in seconds. */
      readonly ttl?: number | undefined;
    }
  /**
   * What the upstream's name resolves to from now on: its addresses, none where the resolver denies them, or null where it
   * does not say one thing, and nobody can tell what a client believes.
   */
  | { readonly kind: 'record'; readonly name: string; readonly addresses: readonly string[] | null }
  /** The runtime sent the upstream's process a signal; `state` is what the kernel then said of it. */
  | { readonly kind: 'signal'; readonly signal: string; readonly state: 'dead' | 'stopped' | 'running' };

/** One response as the strict parser of the client read it. */
export interface ParsedResponse {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly Field[];
  /** Fields after the last chunk. */
  readonly trailers: readonly Field[];
  /** The decoded body (chunks joined). */
  readonly body: Buffer;
  readonly framing: 'none' | 'content-length' | 'chunked' | 'close-delimited';
  /** Whether the body ended as its framing says; a close-delimited body is complete only when it ended in a FIN. */
  readonly complete: boolean;
  /**
   * True where the last chunk came, and the section behind it not to its end: the message is not complete, and yet none of
   * its content is missing (RFC 9112 section 8).
   */
  readonly contentComplete?: true;
}

/** A deviation of the received octets from the grammar: a stable code and a sentence with the offset of the first. */
export interface Defect {
  readonly code: DefectCode;
  readonly message: string;
}

/** One request of a client and all that came back for it. */
export interface Exchange extends ClientConduct {
  readonly phase: Phase;
  /** Correlation id, unique in the case. */
  readonly id: string;
  readonly client: string;
  /** Ordinal of the client's connection, from 1; and of the request on it, from 1. */
  readonly connection: number;
  readonly nth: number;
  readonly method: string;
  readonly target: string;
  /** The upstream that the request's route leads to, and the fault armed on it when the request was sent. */
  readonly upstream: string;
  readonly fault: string | null;
  /** Path of the step in the scenario, such as `steps.1` or `steps.2.parallel.0`; empty for canaries. */
  readonly step: string;
  readonly version: RequestVersion;
  /** The fields of the request as they were sent, in order. */
  readonly fields: readonly Field[];
  /** The content that was to be sent, without its coding: octets, and SHA-256 in hex. Null where the request has none. */
  readonly body: { readonly bytes: number; readonly hash: string } | null;
  /** Octets of that content that the kernel had taken when the exchange ended. */
  readonly bodySent: number;
  /** What was sent: the head, and at most the first 64 KiB behind it. */
  readonly sent: Buffer;
  /**
   * How `Expect: 100-continue` went: the content was sent upon a 100, or after waiting in vain, or never. Null where the
   * client did not ask. Never, too, where the exchange ended before any of it.
   */
  readonly continued: 'by-100' | 'by-patience' | 'not-sent' | null;
  /** How the client itself gave the exchange up, as the scenario told it to; null where it did not. */
  readonly aborted: 'fin' | 'rst' | null;
  /** Every octet received for this request, in order, and when each piece came. */
  readonly received: Buffer;
  readonly pieces: readonly { readonly at: number; readonly bytes: number }[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Interim (1xx) responses, then the final one, or null where none came. */
  readonly interim: readonly ParsedResponse[];
  readonly final: ParsedResponse | null;
  /** Octets after the end of the final response, where they are not those of a tunnel that the client asked for. */
  readonly leftover: number;
  readonly defects: readonly Defect[];
  /** How the gateway ended it: not at all (`kept`), by a FIN, by an RST; or our own patience did (`timeout`). */
  readonly ended: 'kept' | 'fin' | 'rst' | 'timeout';
  /**
   * How and when the gateway ended the connection that it had kept, while no request was under way on it and as far as the
   * case went on; null where it did not.
   */
  readonly endedLater: { readonly how: 'fin' | 'rst'; readonly at: number } | null;
}

/** The gateway's processes and what it said. */
export interface GatewayEvidence {
  readonly name: string;
  readonly version: string;
  readonly listen: string;
  /** Addresses of the upstreams, `name -> host:port`: what must not leak to a client. */
  readonly upstreams: Readonly<Record<string, string>>;
  readonly pidsBefore: readonly number[];
  readonly pidsAfter: readonly number[];
  /**
   * What its processes held before a load, and after it, once they had had the time to give it back; absent where the gateway
   * runs for others too, or where that cannot be read.
   */
  readonly held?: { readonly before: Holdings; readonly after: Holdings } | undefined;
  /** Exit of a gateway that ended by itself, or that was stopped for this case alone; null when it goes on running. */
  readonly exit: { readonly code: number | null; readonly signal: string | null; readonly asked: boolean } | null;
  readonly log: readonly string[];
  /** Names and addresses of the user's own configuration that it asked for, and that nobody declared. */
  readonly strangers?: readonly string[] | undefined;
}

/** The timeouts that the gateway was given, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  readonly read: number;
}

/** What one pass over a scenario's steps left behind. */
export interface Pass {
  readonly exchanges: readonly Exchange[];
  readonly observations: readonly Observation[];
  /** Absent where no step was a load. */
  readonly loads?: readonly Load[] | undefined;
}

/** All that one attempt at a case left behind; a verdict is a function of this and of nothing else. */
export interface Evidence {
  readonly gateway: GatewayEvidence;
  readonly timeouts: Timeouts;
  /** The steps and the aftermath. */
  readonly main: Pass;
  /** The same steps with every upstream healthy. */
  readonly twin: Pass;
  readonly armings: readonly Arming[];
  /** `until` steps: path, whether the wanted answer came, and after how long. */
  readonly untils: readonly { readonly step: string; readonly met: boolean; readonly ms: number }[];
  /** What steps did to the gateway itself, in order; absent where they did nothing. */
  readonly strikes?: readonly GatewayStrike[] | undefined;
  /** The gateway before and after each step whose author asks for it; absent where none does. */
  readonly sightings?: readonly GatewaySighting[] | undefined;
  /** What clients waited for in the steps, and whether it came; absent where there is none. */
  readonly awaits?: readonly Awaited[] | undefined;
  /** The most by which a timer of the harness itself was late, in milliseconds. */
  readonly lag: number;
  readonly ms: number;
}
