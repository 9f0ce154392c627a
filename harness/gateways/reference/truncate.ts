import type { Exchange } from './exchange.ts';

/**
 * Ends a response whose body broke off so that the client can tell: without the octets or the last chunk that its framing
 * promises, and a FIN; by an RST where the framing promises nothing (RFC 9112 section 8).
 */
export function truncate(exchange: Exchange): void {
  if (exchange.begun === 'until-close') exchange.client.reset();
}
