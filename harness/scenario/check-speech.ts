import type { GatewaySettings, Step, UpstreamState } from '../core/scenario.ts';
import { stepsWithin } from '../core/scenario.ts';
import type { UpstreamScript, UpstreamStep } from '../core/script.ts';
import type { Path } from './path.ts';
import type { Complaint, Report } from './report.ts';

type States = Readonly<Record<string, UpstreamState>>;

/** A state, and where in the file it stands. */
interface Stated {
  readonly path: Path;
  readonly state: UpstreamState;
}

/** Steps that need TLS below them, and those that play where a ClientHello is not answered as TLS does. */
const UNDER_TLS: ReadonlySet<string> = new Set(['spoil-record', 'close-without-notify', 'key-update']);

/**
 * Whether the gateway of a scenario speaks what its upstreams are scripted for, in each state that they are ever put into.
 * Where it does not, an upstream that speaks TLS or HTTP/2 would be another fault than the one that is meant.
 */
export function checkSpeech(
  { upstreams, steps, settings }: { upstreams: States; steps: readonly Step[]; settings: GatewaySettings },
  report: Report,
): void {
  for (const { path, state } of [...at(upstreams, ['upstreams']), ...steps.flatMap((step) => setIn(step))]) {
    const complaint = speechComplaint(state, settings);
    if (complaint) report.add(path, complaint);
  }
}

/** What is wrong with a state of an upstream whose gateway speaks as its settings say; undefined where they fit. */
export function speechComplaint(state: UpstreamState, settings: GatewaySettings): Complaint | undefined {
  return state.effect.place === 'script' ? complaintOf(state, state.effect.script, settings) : undefined;
}

function complaintOf(
  { fault, label }: UpstreamState,
  script: UpstreamScript,
  { tls, http2 }: GatewaySettings,
): Complaint | undefined {
  const steps = stepsOf(script);
  const has = (fits: (step: UpstreamStep) => boolean) => steps.some(fits);
  const frames =
    has(({ do: word }) => word.startsWith('h2-')) || has((step) => step.do === 'read' && step.what === 'preface');
  const secured = steps.find(({ do: word }) => UNDER_TLS.has(word));
  const hello = has((step) => step.do === 'hello-retry' || (step.do === 'read' && step.what === 'client-hello'));
  const alert = has(({ do: word }) => word === 'alert');
  const who = fault ?? (label.includes('scripted') ? 'this script' : 'this upstream');
  if (!tls && (script.tls !== undefined || secured || hello || alert))
    return {
      code: 'no-tls',
      message: fault
        ? `${fault} is a fault of TLS, and the gateway speaks plain HTTP to its upstreams`
        : `${who} is about TLS, and the gateway speaks plain HTTP to its upstreams`,
      hint: 'add `gateway: { tls: true }`',
    };
  if (!http2 && frames)
    return {
      code: 'no-http2',
      message: `${who} sends frames of HTTP/2, and the gateway speaks HTTP/1.1 to its upstreams`,
      hint: 'add `gateway: { http2: true }`',
    };
  if (tls && script.tls === null && secured)
    return {
      code: 'no-records',
      message: `\`${secured.do}\` needs TLS, and \`tls: none\` takes it away`,
      hint: 'take `tls: none` away',
    };
  if (tls && script.tls !== null && hello)
    return {
      code: 'hello-answered',
      message: 'a ClientHello is answered before the script begins',
      hint: 'add `tls: none` beside the script, which then has the octets to itself',
    };
  return undefined;
}

function stepsOf({ connections, rest, requests }: UpstreamScript): UpstreamStep[] {
  const scripts = [
    ...connections,
    rest,
    ...(requests?.list ?? []),
    requests?.rest,
    ...(requests?.choices ?? []).map(({ script }) => script),
  ];
  return scripts.flatMap((script) => script?.steps ?? []);
}

/** The states that a step sets, itself or by those within it. */
function setIn(step: Step): Stated[] {
  const path = step.path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const own = step.kind === 'set' ? at(step.set, [...path, 'set']) : [];
  const during = step.kind === 'load' ? step.during.flatMap(({ set }) => at(set, [...path, 'during'])) : [];
  return [...own, ...during, ...stepsWithin(step).flatMap((inner) => setIn(inner))];
}

function at(states: States, path: Path): Stated[] {
  return Object.entries(states).map(([name, state]) => ({ path: [...path, name], state }));
}
