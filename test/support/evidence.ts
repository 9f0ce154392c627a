import { ResponseParser } from '../../harness/client/response-parser.ts';
import type { Case } from '../../harness/core/case.ts';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Evidence, Exchange, GatewayEvidence, Observation } from '../../harness/core/evidence.ts';
import type { Facts, Profile } from '../../harness/core/facts.ts';
import type { Fault } from '../../harness/core/fault.ts';
import type { Field } from '../../harness/core/http.ts';
import type { Outcome } from '../../harness/core/outcome.ts';
import type { Expectations, Step, UpstreamState } from '../../harness/core/scenario.ts';
import { HEALTHY, type UpstreamStep } from '../../harness/core/script.ts';
import { arrangeFacts } from '../../harness/judge/arrange-facts.ts';

/** Evidence as a test writes it down: raw responses and times in, the data that rules judge out. Nothing is played. */

const FILE = 'scenarios/a/b.yaml';

/** A place in the scenario's file. */
export const at = (line: number) => ({ file: FILE, line, column: 1 });

/** An upstream in good health. */
export const healthy: UpstreamState = { fault: null, label: 'healthy', effect: { place: 'script', script: HEALTHY } };

/** An upstream broken by a fault `name`, whose script on each connection is this. */
export function broken(name: string, ...steps: readonly UpstreamStep[]): UpstreamState {
  return {
    fault: name,
    label: name,
    effect: { place: 'script', script: { connections: [], rest: { steps } } },
  };
}

/** A fault of the catalogue that is always there. */
export function faultNamed(name: string, outcome: Partial<Outcome> = {}): Fault {
  return {
    name,
    outcome: { error: 'connection_terminated', bound: 'none', accepts: ['error'], ...outcome },
    fired: () => null,
  } as unknown as Fault;
}

/** What an author expects: key -> value. */
export function expects(
  values: Record<string, unknown>,
  perGateway: Record<string, Record<string, unknown>> = {},
): Expectations {
  const plain = (one: Record<string, unknown>, line: number) => ({
    values: one,
    places: Object.fromEntries(Object.keys(one).map((key, index) => [key, at(line + index)])),
  });
  return {
    ...plain(values, 10),
    perGateway: Object.fromEntries(Object.entries(perGateway).map(([name, one]) => [name, plain(one, 50)])),
  };
}

/** A request step at `steps.<index>`. */
export function requestStep(index: number, expect: Expectations | null = null): Step {
  const plain = { headers: {}, body: null, chunked: false, trailers: {}, abort: null } as const;
  const request = { method: 'GET', target: '/', version: '1.1', ...plain, client: 'main', fresh: false } as const;
  return { path: `steps.${index}`, place: at(index + 1), kind: 'request', request, times: 1, expect };
}

/** A case on nginx 1.22.1: what is not said is healthy, and allowed nothing. */
export function caseWith(
  more: {
    readonly scenario?: string;
    readonly gateway?: string;
    readonly version?: string;
    readonly upstreams?: Readonly<Record<string, UpstreamState>>;
    readonly steps?: readonly Step[];
    readonly allow?: Readonly<Record<string, string>>;
    readonly row?: Readonly<Record<string, string>>;
  } = {},
): Case {
  const { scenario = 'a/b', gateway = 'nginx', version = '1.22.1' } = more;
  const settings = DEFAULT_SETTINGS;
  const { upstreams = { app: healthy }, steps = [], row = {}, allow = {} } = more;
  const variant = { row, settings, gateway: null, upstreams, steps };
  const about = { name: 'b', why: null, source: null, tags: [] };
  return {
    id: `${scenario}@${gateway}`,
    scenario: { id: scenario, place: at(1), ...about, allow, variants: [variant] },
    variant,
    gateway: { name: gateway, version },
    runtime: 'local',
    repeat: 1,
    attempt: 1,
    isolate: 'none',
    names: false,
    skip: null,
  };
}

/**
 * One exchange as the client records it: `raw` (latin1) came at once after `ms` milliseconds, and then it `ended`. By
 * default a GET of the phase `steps` that was answered 200 with its own id after 5 ms, on a connection that was kept.
 */
export function exchange(more: Partial<Exchange> & { readonly raw?: string; readonly ms?: number } = {}): Exchange {
  const { raw, ms = 5, ...rest } = more;
  const base = { phase: 'steps', id: 'steps-1', method: 'GET', startedAt: 1000, ended: 'kept', ...rest } as const;
  const received = Buffer.from(raw ?? answer(200, { 'X-Gatecrash-Id': base.id }, 'hello\n'), 'latin1');
  const parser = new ResponseParser(base.method);
  parser.push(received);
  const came = base.startedAt + ms;
  return {
    client: 'main',
    connection: 1,
    nth: 1,
    target: '/',
    upstream: 'app',
    fault: null,
    step: base.phase === 'aftermath' ? '' : 'steps.0',
    version: '1.1',
    fields: [],
    body: null,
    bodySent: 0,
    sent: Buffer.from(`${base.method} / HTTP/1.1\r\n\r\n`),
    continued: null,
    aborted: null,
    received,
    pieces: received.length > 0 ? [{ at: came, bytes: received.length }] : [],
    endedAt: came,
    endedLater: null,
    ...parser.finish(base.ended),
    ...base,
  };
}

/** A response in octets; Content-Length is that of the body unless it is given. */
export function answer(status: number, fields: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries({ 'Content-Length': String(body.length), ...fields });
  return `HTTP/1.1 ${status} Some\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** An observation of upstream `app` on its first connection, unless said otherwise. */
export function seen(at: number, more: Partial<Observation> & Pick<Observation, 'kind'>): Observation {
  return { upstream: 'app', connection: 1, at, ...more } as Observation;
}

/** A request as the upstream saw it. */
export function requestSeen(at: number, id: string | null, more: Partial<Observation> & { method?: string } = {}) {
  return seen(at, {
    kind: 'request',
    nth: 1,
    method: 'GET',
    target: '/',
    version: '1.1',
    id,
    fields: [],
    ...more,
  } as Observation);
}

/** Evidence of a gateway that lived on, in which nothing was armed. */
export function evidenceWith(
  more: {
    readonly exchanges?: readonly Exchange[];
    readonly observations?: readonly Observation[];
    readonly twin?: readonly Exchange[];
    readonly gateway?: Partial<GatewayEvidence>;
  } & Partial<Pick<Evidence, 'armings' | 'untils' | 'lag' | 'timeouts'>> = {},
): Evidence {
  const { exchanges = [], observations = [], twin = [], gateway, ...rest } = more;
  return {
    gateway: {
      name: 'nginx',
      version: '1.22.1',
      listen: '127.9.0.1:8080',
      upstreams: { app: '127.9.0.2:3000' },
      pidsBefore: [7, 8],
      pidsAfter: [7, 8],
      exit: null,
      log: [],
      ...gateway,
    },
    timeouts: { connect: 1000, read: 1000 },
    main: { exchanges, observations },
    twin: { exchanges: twin, observations: [] },
    armings: [],
    untils: [],
    lag: 0,
    ms: 100,
    ...rest,
  };
}

/** Facts of evidence as above; `outcome` is the catalogue entry of a fault `broken`. */
export function factsWith(
  more: Parameters<typeof evidenceWith>[0] & {
    readonly case?: Case;
    readonly profile?: Profile;
    readonly outcome?: Partial<Outcome>;
  } = {},
): Facts {
  const { case: item = caseWith(), profile = 'compat', outcome, ...evidence } = more;
  return arrangeFacts(item, evidenceWith(evidence), { faults: [faultNamed('broken', outcome)], profile });
}

/**
 * What the upstream saw and sent for one exchange: a request with the correlation id `id` on a connection of its own, then
 * these octets (latin1), then the end of the connection if one is given. Begins at `from`, 1 ms apart.
 */
export function upstreamSaid(
  octets: string,
  more: {
    readonly id?: string | null;
    readonly from?: number;
    readonly upstream?: string;
    readonly connection?: number;
    readonly nth?: number;
    readonly method?: string;
    readonly fields?: readonly Field[];
    readonly ended?: 'peer-fin' | 'peer-rst' | 'our-fin' | 'our-rst';
  } = {},
): Observation[] {
  const { id = 'steps-1', from = 1001, upstream = 'app', connection = 1, nth = 1, method = 'GET', fields = [] } = more;
  const on = { upstream, connection };
  const closed = { kind: 'closed', by: more.ended ?? 'our-fin', received: 50, sent: octets.length } as const;
  return [
    requestSeen(from, id, { ...on, nth, method, fields } as Partial<Observation>),
    seen(from + 1, { ...on, kind: 'request-end', nth, bodyBytes: 0, bodyHash: '' } as Observation),
    ...(octets === '' ? [] : [seen(from + 2, { ...on, kind: 'sent', octets, cut: false } as Observation)]),
    ...(more.ended ? [seen(from + 3, { ...on, ...closed } as Observation)] : []),
  ];
}
