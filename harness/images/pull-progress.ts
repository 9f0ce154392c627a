import type { EngineEvent } from './engine-events.ts';

/** Statuses after which a layer is here. */
const DONE = new Set(['Pull complete', 'Already exists']);
/** Statuses of a layer that is on its way; other events bear the tag as their id. */
const KNOWN = new Set([
  'Pulling fs layer',
  'Waiting',
  'Downloading',
  'Verifying Checksum',
  'Download complete',
  'Extracting',
]);

interface Layer {
  readonly done: boolean;
  readonly current: number;
  readonly total: number;
}

/** How far a download is, from the events of its layers. */
export class PullProgress {
  readonly #layers = new Map<string, Layer>();

  /** Takes an event in; the text is undefined where it says nothing of a layer. */
  see({ id, status = '', progressDetail }: EngineEvent): string | undefined {
    if (id === undefined || !(DONE.has(status) || KNOWN.has(status))) return undefined;
    const before = this.#layers.get(id) ?? { done: false, current: 0, total: 0 };
    if (DONE.has(status)) this.#layers.set(id, { ...before, done: true, current: before.total });
    else if (status === 'Downloading') {
      const { current = before.current, total = before.total } = progressDetail ?? {};
      this.#layers.set(id, { done: false, current, total });
    } else this.#layers.set(id, before);
    return this.#text();
  }

  #text(): string {
    const layers = [...this.#layers.values()];
    const done = layers.filter((layer) => layer.done).length;
    const current = layers.reduce((sum, layer) => sum + layer.current, 0);
    const total = layers.reduce((sum, layer) => sum + layer.total, 0);
    return `${done} of ${layers.length} layers, ${megabytes(current)} of ${megabytes(total)} MB`;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
