import { formatDuration } from '../core/duration.ts';
import type { Effect } from '../core/effect.ts';
import type { Bytes, UpstreamScript, UpstreamStep } from '../core/script.ts';
import { formatSize } from '../core/size.ts';
import { toOctets } from '../core/to-octets.ts';
import { printableBytes } from './printable.ts';

const THERE = 'gateway ─────▶ upstream  ';
const BACK = 'gateway ◀───── upstream  ';
const NONE = '               upstream  ';
/** Characters of octets that are shown. */
const SHOWN = 48;

/** What happens on the wire of the first connection, a line for each thing that is sent, or not; empty where steps do not tell. */
export function wirePicture(effect: Effect): string[] {
  switch (effect.place) {
    case 'script':
      return scriptPicture(effect.script);
    case 'listener':
      if (effect.state === 'unlinked') return ['gateway         connect finds no file of this name: ENOENT'];
      if (effect.state === 'unaccepted')
        return [`${THERE}SYN`, `${BACK}SYN-ACK, of the kernel`, `${NONE}no answer: nobody accepts`];
      return effect.state === 'closed'
        ? [`${THERE}SYN`, `${BACK}RST: nothing listens`]
        : [`${THERE}SYN`, `${NONE}no answer: the accept queue is full`];
    case 'firewall':
      return [`${THERE}SYN`, firewallLine(effect.verdict)];
    case 'route':
      return [`gateway         no SYN is sent: the route is ${effect.type}`];
    default:
      return 'script' in effect && effect.script ? scriptPicture(effect.script) : [];
  }
}

function firewallLine(verdict: string): string {
  if (verdict === 'drop') return `${NONE}the SYN vanishes: no answer at all`;
  return verdict === 'tcp-reset' ? `${BACK}RST, of the firewall` : `${BACK}ICMP ${verdict.replace('icmp-', '')}`;
}

function scriptPicture({ connections, rest, requests }: UpstreamScript): string[] {
  const first = connections[0] ?? rest;
  const steps = first?.steps.flatMap((step) =>
    step.do === 'play-request' ? (requests?.list[0]?.steps ?? requests?.rest?.steps ?? []) : [step],
  );
  return (steps ?? []).map(stepLine).filter((line) => line !== null);
}

function stepLine(step: UpstreamStep): string | null {
  switch (step.do) {
    case 'read':
      return `${THERE}${typeof step.what === 'number' ? formatSize(step.what) : step.what === 'request' ? 'request' : `request ${step.what}`}`;
    case 'respond':
      return `${BACK}HTTP/1.1 ${step.response.status ?? 200} …`;
    case 'answer':
      return `${BACK}the healthy answer`;
    case 'interim':
      return `${BACK}HTTP/1.1 ${step.status} …`;
    case 'send':
      return `${BACK}${shown(step.bytes)}`;
    case 'drip':
      return `${BACK}${shown(step.bytes)}, ${formatSize(step.piece)} every ${formatDuration(step.every)}`;
    case 'stall':
      return `${NONE}nothing for ${formatDuration(step.ms)}`;
    case 'close':
    case 'half-close':
      return `${BACK}FIN`;
    case 'reset':
      return `${BACK}RST`;
    case 'hold':
      return `${NONE}nothing more, and the connection stays open`;
    case 'await-controller':
      return `${NONE}${step.signal} to its process`;
    case 'take-worker':
      return `${NONE}waits for a free worker`;
    case 'arrive-unread':
      return `${THERE}request, which nobody reads`;
    case 'splice':
      return `${NONE}leads the connection on`;
    default:
      return null;
  }
}

function shown(bytes: Bytes): string {
  if ('repeat' in bytes) {
    const text = printableBytes(Buffer.from(bytes.repeat, 'latin1'), SHOWN);
    return `${formatSize(bytes.repeat.length * bytes.times)} of "${text}"`;
  }
  const octets = toOctets(bytes);
  const text = printableBytes(octets, SHOWN);
  return octets.length > SHOWN ? `"${text}" (${formatSize(octets.length)})` : `"${text}"`;
}
