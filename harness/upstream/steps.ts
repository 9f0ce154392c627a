import type { UpstreamStep } from '../core/script.ts';
import { toOctets } from '../core/to-octets.ts';
import { acceptWebsocket } from './accept-websocket.ts';
import { answerWith } from './answer-step.ts';
import { arriveUnread } from './arrive-unread.ts';
import { blockProcess } from './block-process.ts';
import type { Connection } from './connection.ts';
import { healthyAnswer } from './healthy-answer.ts';
import { interimOnStream } from './http2/answer-on-stream.ts';
import { dataStep, frameStep, headStep, resetStep } from './http2/stream-steps.ts';
import { read } from './read-step.ts';
import { seeAll } from './see-all.ts';
import { awaitSignal, giveSignal } from './signal-steps.ts';
import { splice } from './splice.ts';
import { helloRetry } from './tls/hello-retry.ts';
import { interim } from './well-formed.ts';

/** How a step ended. */
export interface StepEnd {
  /** Which of its ways it went, for the observation. */
  readonly note?: string | undefined;
  /** True when nothing can follow on this connection but the peer's own close. */
  readonly over?: boolean | undefined;
}

type StepOf<Do extends UpstreamStep['do']> = Extract<UpstreamStep, { do: Do }>;
type Result = StepEnd | undefined;
type Play<Do extends UpstreamStep['do']> = (
  connection: Connection,
  step: StepOf<Do>,
  next: UpstreamStep | undefined,
) => Promise<Result> | Promise<void> | Result;

/** What a step says of itself that needs TLS 1.3. */
const NOT_TLS_13 = 'the client does not speak TLS 1.3';

/** Every kind of step, and how it is carried out. */
const STEPS: { readonly [Do in UpstreamStep['do']]: Play<Do> } = {
  read,
  'read-until': async ({ waits, dialogue }, { text }) => {
    await waits.until(() => dialogue.takeThrough(text));
  },
  'arrive-unread': (connection) => arriveUnread(connection),
  respond: (connection, { response }, next) => answerWith(connection, response, next),
  answer: (connection, _, next) => {
    const response = healthyAnswer(connection.host.label, connection.inbox.current?.head ?? null);
    return answerWith(connection, response, next);
  },
  'accept-websocket': acceptWebsocket,
  interim: (connection, step) =>
    connection.inbox.current?.stream
      ? interimOnStream(connection, step.status, step.headers)
      : connection.wire.send(interim(step)),
  send: async ({ wire }, { bytes }, next) => {
    if (next?.do === 'send') wire.hold(toOctets(bytes));
    else await wire.send(toOctets(bytes));
  },
  drip,
  stall,
  'await-delivery': awaitDelivery,
  'await-controller': awaitController,
  signal: giveSignal,
  await: awaitSignal,
  block,
  'take-worker': takeWorker,
  'play-request': (connection) => connection.playRequest(),
  splice,
  'hello-retry': ({ wire, hellos }, { cookie }) => wire.send(helloRetry(hellos.last, cookie)),
  'spoil-record': ({ wire }) => {
    wire.spoilNext();
  },
  alert: async ({ wire }, { code }) => ({ note: (await wire.alert(code)) ? 'sent' : NOT_TLS_13 }),
  'key-update': async ({ wire }, { times, asks = false }) => ({
    note: (await wire.updateKeys(times, asks)) ? 'sent' : NOT_TLS_13,
  }),
  'leave-open': ({ wire }) => {
    wire.leftOpen = true;
  },
  close: async ({ wire }) => {
    await wire.fin();
    return { over: true };
  },
  'close-without-notify': async ({ wire }) => {
    await wire.fin(false);
    return { over: true };
  },
  'half-close': ({ wire }) => wire.fin(),
  reset: ({ wire }) => {
    wire.reset();
    return { over: true };
  },
  hold: () => ({ over: true }),
  'h2-head': headStep,
  'h2-data': dataStep,
  'h2-reset': resetStep,
  'h2-frame': frameStep,
};

/** Whether a word is a kind of step. */
export function isStep(word: string): word is UpstreamStep['do'] {
  return Object.hasOwn(STEPS, word);
}

/** Carries out one step. Rejects when the connection ends while the step waits, or when it cannot send any more. */
export async function playStep(
  connection: Connection,
  step: UpstreamStep,
  next: UpstreamStep | undefined,
): Promise<StepEnd> {
  const play = STEPS[step.do] as Play<UpstreamStep['do']>;
  return (await play(connection, step, next)) ?? {};
}

async function drip({ wire, waits }: Connection, { bytes, piece, every }: StepOf<'drip'>): Promise<void> {
  const octets = toOctets(bytes);
  for (let start = 0; start < octets.length; start += piece) {
    if (start > 0) await waits.until(() => false, every);
    await wire.send(octets.subarray(start, start + piece));
  }
}

async function stall({ host, ordinal, inbox, waits }: Connection, { ms }: StepOf<'stall'>): Promise<void> {
  const id = inbox.current?.head.id ?? null;
  host.observe({ kind: 'waiting', connection: ordinal, what: 'time', id });
  await waits.until(() => false, ms);
}

async function block(_: Connection, { ms, busy }: StepOf<'block'>): Promise<void> {
  // What was observed until now is told first.
  await seeAll();
  blockProcess(ms, busy);
}

async function awaitDelivery(connection: Connection, { bytes, within }: StepOf<'await-delivery'>): Promise<StepEnd> {
  const { host, ordinal, inbox } = connection;
  const released = connection.untilReleased(within);
  const id = inbox.current?.head.id ?? null;
  host.observe({ kind: 'waiting', connection: ordinal, what: 'delivery', id, bytes });
  return { note: (await released) ? 'delivered' : 'bounded wait' };
}

async function awaitController(connection: Connection, { signal }: StepOf<'await-controller'>): Promise<void> {
  const { host, ordinal, inbox } = connection;
  const released = connection.untilReleased();
  const id = inbox.current?.head.id ?? null;
  host.observe({ kind: 'waiting', connection: ordinal, what: 'controller', id, signal });
  await released;
}

async function takeWorker(
  { host, ordinal, inbox, waits, wire }: Connection,
  { full }: StepOf<'take-worker'>,
): Promise<Result> {
  let working = false;
  const atOnce = host.workers.take(ordinal, () => {
    working = true;
    waits.look();
  });
  if (atOnce) return undefined;
  if (full === 'reset') {
    // An RST at the accept can overtake the peer's news of the connection, and be taken for a refusal or not.
    await waits.until(() => !inbox.isEmpty);
    wire.reset();
    return { note: 'refused', over: true };
  }
  const id = inbox.current?.head.id ?? null;
  host.observe({ kind: 'waiting', connection: ordinal, what: 'worker', id });
  await waits.until(() => working);
  return undefined;
}
