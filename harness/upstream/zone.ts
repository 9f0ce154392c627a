import type { NameAnswer, PutName } from './control-protocol.ts';

/** Names that are scripted, matched without regard to case (RFC 4343). */
export class Zone {
  readonly #names = new Map<string, PutName>();

  set(name: string, entry: PutName): void {
    this.#names.set(name.toLowerCase(), entry);
  }

  delete(name: string): void {
    this.#names.delete(name.toLowerCase());
  }

  get(name: string): PutName | undefined {
    return this.#names.get(name.toLowerCase());
  }

  /** For a person who looks. */
  status(): Record<string, NameAnswer> {
    return Object.fromEntries([...this.#names].map(([name, { answer }]) => [name, answer]));
  }
}
