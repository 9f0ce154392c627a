import { CLOSED_WORDS } from '../core/closed-words.ts';
import type { Observation } from '../core/evidence.ts';
import { formatSize } from '../core/size.ts';
import { printableBytes } from '../terminal/printable.ts';

/** So many octets of what was sent are shown. */
const SHOWN = 60;

/** What an upstream saw or did, in words for a person who watches; null for what says nothing new. */
export function upstreamWords(event: Observation): string | null {
  const on = 'connection' in event ? `connection ${event.connection}` : '';
  switch (event.kind) {
    case 'connection':
      return `${on} accepted${event.scripted ? '' : ', for which there is no script'}`;
    case 'request':
      return `${on} read ${event.method} ${event.target} (request ${event.nth} on it)`;
    case 'request-end':
      return event.bodyBytes > 0 ? `${on} read the request's body, ${formatSize(event.bodyBytes)}` : null;
    case 'handshake':
      return `${on} ${event.done ? 'secured' : 'not secured'} (${event.certificate} certificate): ${event.detail}`;
    case 'sent':
      return `${on} sends ${formatSize(event.octets.length)}${event.cut ? ' and more' : ''}: ${printableBytes(Buffer.from(event.octets, 'latin1'), SHOWN)}`;
    case 'stream':
      return `${on} stream of request ${event.nth}: ${event.part}${event.end ? ', end of the stream' : ''}`;
    case 'goaway':
      return `${on} sends GOAWAY: nothing above request ${event.lastNth} will be processed`;
    case 'step':
      return event.note ? `${on} ${event.step}: ${event.note}` : null;
    case 'waiting':
      return `${on} waits for ${event.signal ?? WAITS[event.what]}`;
    case 'signalled':
      return `${on} gives the signal ${event.signal}`;
    case 'left-open':
      return `${on} got the gateway's FIN, and stays open`;
    case 'closed':
      return `${on} ${CLOSED_WORDS[event.by]}: ${event.received} B in, ${event.sent} B out`;
    case 'query':
      return `resolver asked for ${event.name} ${event.type}, answered ${event.answer}`;
    case 'signal':
      return `process got ${event.signal} and is ${event.state}`;
    default:
      return null;
  }
}

const WAITS: Readonly<Record<Extract<Observation, { kind: 'waiting' }>['what'], string>> = {
  delivery: 'the client to have what was sent',
  controller: 'its process to be struck',
  worker: 'a free worker',
  time: 'time to pass',
  signal: 'a signal',
};
