import { CLOSED_WORDS } from '../core/closed-words.ts';
import type { Seen } from '../core/evidence.ts';

/** How many sightings of an upstream are kept for whoever looks. */
const KEPT = 1000;

type OnConnection = Extract<Seen, { readonly connection: number }>;

/** What one upstream saw last, as lines for a person. */
export class Sightings {
  readonly #last: Seen[] = [];
  #requests = 0;

  /** Requests since the upstream began, forgotten ones too. */
  get requests(): number {
    return this.#requests;
  }

  note(seen: Seen): void {
    if (seen.kind === 'request') this.#requests += 1;
    if (!isShown(seen)) return;
    this.#last.push(seen);
    if (this.#last.length > KEPT) this.#last.shift();
  }

  /** A line for each connection in the order in which they came, with its requests and its end; then the signals. */
  lines(): string[] {
    const own = this.#last.filter((seen): seen is OnConnection => 'connection' in seen);
    const connections = Map.groupBy(own, (seen) => seen.connection);
    const signals = this.#last.flatMap((seen) =>
      seen.kind === 'signal' ? [`${seen.signal} taken, process ${seen.state}`] : [],
    );
    return [...[...connections].map(([ordinal, seen]) => connectionLine(ordinal, seen)), ...signals];
  }
}

function isShown(seen: Seen): boolean {
  if (seen.kind === 'step') return seen.note !== undefined;
  return ['connection', 'request', 'closed', 'signal'].includes(seen.kind);
}

function connectionLine(ordinal: number, seen: readonly OnConnection[]): string {
  const requests = seen.flatMap((event) =>
    event.kind === 'request' ? [`request ${event.nth} ${event.method} ${event.target}`] : [],
  );
  const notes = seen.flatMap((event) => (event.kind === 'step' ? [`${event.step}: ${event.note}`] : []));
  const closed = seen.find((event) => event.kind === 'closed');
  const end = closed ? `${CLOSED_WORDS[closed.by]}, ${closed.received} B in, ${closed.sent} B out` : 'still open';
  return `connection ${ordinal}: ${[requests.join(', ') || 'no request', ...notes, end].join('; ')}`;
}
