import type { Seen } from './evidence.ts';

/** Who ended a connection to an upstream and how, for people. */
export const CLOSED_WORDS: Readonly<Record<Extract<Seen, { kind: 'closed' }>['by'], string>> = {
  'peer-fin': 'closed by the gateway (FIN)',
  'peer-rst': 'reset by the gateway (RST)',
  'our-fin': 'closed by the upstream (FIN)',
  'our-rst': 'reset by the upstream (RST)',
};
