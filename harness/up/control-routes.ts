import { didYouMean } from '../core/did-you-mean.ts';
import type { Exchange } from '../core/evidence.ts';
import type { Fault } from '../core/fault.ts';
import { ProblemError } from '../core/problem.ts';
import { namedFault } from '../upstream/named-fault.ts';
import { Refused } from '../upstream/refused.ts';
import type { HeldScenario } from './held-scenario.ts';
import { requestLine } from './request-line.ts';
import { type Standing, whyNotHere } from './why-not-here.ts';

/** What the control API works on. */
export interface Controlled {
  readonly standing: Standing;
  readonly held: HeldScenario;
  /** Where people reach the gateway. */
  readonly url: string;
}

/** One request of whoever controls. */
export interface ControlAsked {
  /** The path's NAME; empty where it has none. */
  readonly name: string;
  readonly body: string;
  /** Where they found us, as they wrote it. */
  readonly host: string;
}

/** One kind of request that the control API understands; the forms are those of the upstream program's. */
export interface UpRoute {
  readonly method: string;
  readonly path: RegExp;
  handle(controlled: Controlled, asked: ControlAsked): unknown;
}

/** All of the control API but the stream of observations. */
export const UP_ROUTES: readonly UpRoute[] = [
  { method: 'GET', path: /^\/$/, handle: status },
  { method: 'GET', path: /^\/faults$/, handle: faults },
  { method: 'PUT', path: /^\/upstreams\/([^/]+)\/fault$/, handle: putFault },
  { method: 'POST', path: /^\/requests$/, handle: postRequest },
];

function status({ standing: { item }, held, url }: Controlled, { host }: ControlAsked): object {
  const states = [...held.states].map(([name, state]) => [name, { fault: state?.label ?? null }]);
  return {
    scenario: item.scenario.id,
    gateway: { name: item.gateway.name, version: item.gateway.version, runtime: item.runtime, url },
    upstreams: Object.fromEntries(states),
    help: {
      'all faults': `curl ${host}/faults`,
      'put one on': `curl -X PUT ${host}/upstreams/app/fault -d never-answers`,
      'with parameters': `curl -X PUT ${host}/upstreams/app/fault -d '{ fault: reset-mid-body, after: 1KiB }'`,
      'take it away': `curl -X PUT ${host}/upstreams/app/fault -d healthy`,
      'send a request': `curl ${host}/requests -d 'GET /'`,
      'watch what happens': `curl -N ${host}/observations`,
    },
  };
}

function faults({ standing, held }: Controlled): object {
  const upstream = [...held.states.keys()][0] ?? 'app';
  const listed = standing.workspace.faults.map((fault) => {
    const why = whyNotHere(standing, upstream, stateOf(fault));
    const { name, summary, examples } = fault;
    return { name, summary, examples, here: why === null, ...(why === null ? {} : { why }) };
  });
  return { faults: listed };
}

function stateOf(fault: Fault) {
  return { fault: fault.name, label: fault.name, effect: fault.effect(fault.params.parse({})) };
}

async function putFault({ standing, held }: Controlled, { name, body }: ControlAsked): Promise<object> {
  const names = [...held.states.keys()];
  if (!names.includes(name))
    throw new Refused(404, 'unknown-upstream', `no upstream is called ${name}: ${didYouMean(name, names, 'there is')}`);
  const fault = await namedFault(body);
  const state = { fault: fault.name === 'healthy' ? null : fault.name, label: fault.label, effect: fault.effect };
  const why = whyNotHere(standing, name, state);
  if (why !== null) throw new Refused(409, 'not-here', `${fault.label} cannot be made here: ${why}`);
  await held.set(name, state);
  return { upstream: name, fault: fault.label, summary: fault.summary };
}

async function postRequest({ held }: Controlled, { body }: ControlAsked): Promise<object> {
  return outcomeOf(await held.send(asRequest(body)));
}

function asRequest(body: string) {
  try {
    return requestLine(body);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [problem] = error.problems;
    throw new Refused(400, problem?.code ?? 'bad-request', `${problem?.message}: ${problem?.hint}`);
  }
}

function outcomeOf({ method, target, final, ended, startedAt, endedAt, defects }: Exchange): object {
  return {
    method,
    target,
    status: final?.status ?? null,
    bodyBytes: final?.body.length ?? 0,
    complete: final?.complete ?? false,
    ended,
    ms: Math.round(endedAt - startedAt),
    defects: defects.map(({ code, message }) => ({ code, message })),
  };
}
