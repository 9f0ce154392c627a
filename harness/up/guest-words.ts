import { formatDuration } from '../core/duration.ts';
import { formatSize } from '../core/size.ts';
import type { GuestEvent } from '../core/told.ts';
import { printable } from '../terminal/printable.ts';

const ENDED: Readonly<Record<Extract<GuestEvent, { kind: 'ended' }>['by'], string>> = {
  'client-fin': 'closed by the client (FIN)',
  'client-rst': 'reset by the client (RST)',
  'gateway-fin': 'closed by the gateway (FIN)',
  'gateway-rst': 'reset by the gateway (RST)',
};

/** What passed between a person's client and the gateway, in words. */
export function guestWords(event: GuestEvent): string {
  const on = `connection ${event.connection}`;
  switch (event.kind) {
    case 'opened':
      return `${on} opened`;
    case 'asked':
      return `${on} asks ${printable(`${event.method} ${event.target}`)}`;
    case 'answered': {
      const body = `${formatSize(event.bodyBytes)} of body, ${event.complete ? 'complete' : 'cut'}`;
      return `${on} got ${printable(`${event.status} ${event.reason}`.trim())}, ${body}, after ${formatDuration(event.ms)}`;
    }
    case 'ended': {
      const left = event.unanswered > 0 ? `, ${event.unanswered} unanswered` : '';
      return `${on} ${ENDED[event.by]}: ${event.sent} B sent, ${event.received} B received${left}`;
    }
  }
}
