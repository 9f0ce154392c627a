import type { Observation } from '../core/evidence.ts';

/** What an upstream saw, as a line for a person who watches; null for what says nothing new. */
export function observationLine(event: Observation): string | null {
  const who = `  ${event.upstream}:`;
  switch (event.kind) {
    case 'connection':
      return `${who} connection ${event.connection} accepted`;
    case 'request':
      return `${who} connection ${event.connection} read ${event.method} ${event.target} (request ${event.nth} on it)`;
    case 'handshake':
      return `${who} connection ${event.connection} ${event.done ? 'secured' : 'not secured'} (${event.certificate} certificate): ${event.detail}`;
    case 'closed':
      return `${who} connection ${event.connection} ended by ${event.by}, ${event.sent} bytes sent`;
    case 'query':
      return `${who} resolver asked for ${event.name} ${event.type}, answered ${event.answer}`;
    case 'signal':
      return `${who} process got ${event.signal} and is ${event.state}`;
    default:
      return null;
  }
}
