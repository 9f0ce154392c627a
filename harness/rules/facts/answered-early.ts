import type { ExchangeFacts } from '../../core/facts.ts';

/** Whether the request has content that no upstream has had whole, so that the answer came before all of it was used. */
export function answeredEarly({ exchange, attempts }: Pick<ExchangeFacts, 'exchange' | 'attempts'>): boolean {
  return (exchange.body?.bytes ?? 0) > 0 && attempts.every(({ body }) => body === null);
}
