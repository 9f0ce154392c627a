import type { Effect } from './effect.ts';
import type { Timeouts } from './evidence.ts';
import type { GatewayAction } from './gateway-strike.ts';
import type { IncidentPart } from './incident.ts';
import type { RawStep, ReadPace, UploadPace } from './pace.ts';
import type { Place } from './place.ts';
import type { Bytes } from './script.ts';
import type { TunnelStep } from './tunnel.ts';

/** The state of one upstream, resolved from YAML: its effect is plain data, so it travels to a worker as it is. */
export interface UpstreamState {
  /** Name of the fault; null for `healthy` and for a script that the author wrote. */
  readonly fault: string | null;
  /** For people: `healthy`, `firewall-drop`, `reset-mid-body (after: 512B)`, `3 scripted connections`. */
  readonly label: string;
  readonly effect: Effect;
}

/** The versions of HTTP/1 that a client speaks. */
export type RequestVersion = '1.0' | '1.1';

/** When a client gives up an exchange, and how: by a FIN, or by an RST (SO_LINGER 0). */
export interface Abort {
  readonly how: 'fin' | 'rst';
  /**
   * After so many octets of the response's decoded body, where 0 means once the request was sent whole; or after so many
   * octets of the request's content were sent, where 0 means right behind its head.
   */
  readonly after: { readonly received: number } | { readonly sent: number };
}

/** A request of a client. */
export interface RequestSpec {
  readonly method: string;
  readonly target: string;
  readonly version: RequestVersion;
  readonly headers: Readonly<Record<string, string>>;
  /** The content: a text is sent as UTF-8. Null where the request has none. */
  readonly body: string | Bytes | null;
  /** Sends the content with Transfer-Encoding: chunked, and the trailers behind it. */
  readonly chunked: boolean;
  readonly trailers: Readonly<Record<string, string>>;
  /** Null where the client stays to the end. */
  readonly abort: Abort | null;
  /** How slowly the client reads the answer, and how slowly it sends; at once, where nothing is said. */
  readonly read?: ReadPace | undefined;
  readonly upload?: UploadPace | undefined;
  /** What the client does in the tunnel that a 101 opens. */
  readonly tunnel?: readonly TunnelStep[] | undefined;
  /** The octets of the request, in place of those that the other keys would make; `method` and `target` say what it is. */
  readonly raw?: readonly RawStep[] | undefined;
  /** Requests of one client go in order over one kept connection, unless `fresh` opens a new one first. */
  readonly client: string;
  readonly fresh: boolean;
}

/** What an author expects: key of `expect:` -> checked value, with the place of each key. */
export interface Expectations {
  readonly values: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, Place>>;
  /**
   * `per-gateway:` overrides by gateway name, or by name and versions (`nginx@<1.25`); a key given here replaces the same key
   * above for that gateway.
   */
  readonly perGateway: Readonly<Record<string, Omit<Expectations, 'perGateway'>>>;
}

/** One step. `path` is its place in the scenario (`steps.1`, `steps.2.parallel.0`), stable for reports. */
export type Step = { readonly path: string; readonly place: Place } & StepAction;

/** What a step does. */
export type StepAction =
  | {
      readonly kind: 'request';
      readonly request: RequestSpec;
      /** How many times; more than one goes out at once, each on a connection of its own. */
      readonly times: number;
      readonly expect: Expectations | null;
    }
  | { readonly kind: 'set'; readonly set: Readonly<Record<string, UpstreamState>> }
  /** Repeats the request, each on a new connection, until the status comes, at most for `within` milliseconds. */
  | { readonly kind: 'until'; readonly request: RequestSpec; readonly status: number; readonly within: number }
  | { readonly kind: 'parallel'; readonly branches: readonly Step[] }
  /** Gives a named signal to whoever awaits it. */
  | { readonly kind: 'signal'; readonly signal: string }
  /** Waits for a named signal, or for a text in the gateway's log; `within` in milliseconds, null for the default. */
  | {
      readonly kind: 'await';
      readonly what: { readonly signal: string } | { readonly log: string };
      readonly within: number | null;
    }
  | { readonly kind: 'repeat'; readonly times: number; readonly steps: readonly Step[] }
  | {
      readonly kind: 'load';
      readonly load: LoadSpec;
      /** What is set while it goes on, by milliseconds since it began, in order. */
      readonly during: readonly { readonly at: number; readonly set: Readonly<Record<string, UpstreamState>> }[];
      readonly expect: Expectations | null;
    }
  | {
      readonly kind: 'gateway';
      readonly action: GatewayAction;
      /** Upstream -> how many requests of the steps it must have read before. */
      readonly after: Readonly<Record<string, number>>;
      readonly expect: Expectations | null;
    };

/** Requests that begin at a steady rate, whether or not those before are over (an open loop). */
export interface LoadSpec {
  readonly request: RequestSpec;
  /** Requests that begin in a second. */
  readonly rate: number;
  /** In milliseconds. */
  readonly duration: number;
}

/** The steps within a step; empty where it has none. */
export function stepsWithin(step: Step): readonly Step[] {
  if (step.kind === 'parallel') return step.branches;
  return step.kind === 'repeat' ? step.steps : [];
}

/** Every step, those within others behind the one that they are in. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allSteps(stepsWithin(step))]);
}

/** How many requests a gateway may have at one upstream at once. */
export interface PoolLimit {
  readonly connections: number;
  /** How many more may wait for one of them to end, where the gateway counts them; 0 where none may. */
  readonly queue: number;
  /** How long they may wait, where the gateway can be told, in milliseconds; 0 where none may. */
  readonly wait: number;
}

/** What a scenario asks of the gateway's configuration, in neutral words. */
export interface GatewaySettings {
  /** Keep upstream connections open between requests. */
  readonly keepalive: boolean;
  /** Keep responses that say for how long they stay fresh, and answer from them meanwhile. */
  readonly cache: boolean;
  /** Speak HTTP/2 to the upstreams, in clear text and with prior knowledge (RFC 9113 section 3.3). */
  readonly http2: boolean;
  /** Speak TLS to the upstreams, and verify their certificates: the chain and the name (RFC 9110 section 4.3.4). */
  readonly tls: boolean;
  /** Reach the upstreams by Unix sockets (unix(7)), and not by TCP. */
  readonly unix: boolean;
  /** Show upstreams a certificate of its own, where they ask for one. */
  readonly clientCertificate: boolean;
  /** Ask revocation lists about every certificate of an upstream (RFC 5280 section 5). */
  readonly revocation: boolean;
  /** Keep TLS sessions, and offer them in the next handshake (RFC 8446 section 2.2). */
  readonly sessions: boolean;
  /** How many upstreams the route `/` leads to in turn: app, then app-2 and app-3. It follows from the names declared. */
  readonly replicas: number;
  /** Be ready to be told to read the configuration again. It follows from the steps. */
  readonly reload?: true | undefined;
  /** Timeouts to be given in the place of the usual ones; what is left out stays as usual. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Make no second attempt at any request; as the gateway does by its configuration where absent. */
  readonly retries?: 'off' | undefined;
  /** As many as there may be where absent. */
  readonly pool?: PoolLimit | undefined;
  /** Gateway -> text of its own language that is put into its configuration; see `raw` of a gateway for where. */
  readonly configuration?: Readonly<Record<string, string>> | undefined;
}

/** A scenario with one row of its matrix filled in: everything checked, every name resolved. */
export interface Variant {
  /** The matrix row; empty where the scenario has no matrix. */
  readonly row: Readonly<Record<string, string>>;
  readonly settings: GatewaySettings;
  /** Only this gateway (a name of gatecrash.yaml or a built-in one); null for any. */
  readonly gateway: string | null;
  readonly upstreams: Readonly<Record<string, UpstreamState>>;
  readonly steps: readonly Step[];
  /** Given where the scenario is an incident: it has a `signature`. */
  readonly incident?: IncidentPart | undefined;
}

/** One YAML file. */
export interface Scenario {
  /** Path below the scenarios folder without the extension. */
  readonly id: string;
  readonly place: Place;
  readonly name: string;
  readonly why: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
  /** Standing rules waived here, each with its reason. */
  readonly allow: Readonly<Record<string, string>>;
  /** One for each row of the matrix, at least one; then one more for each row where there is a fix. */
  readonly variants: readonly Variant[];
}
