import type { NameReply } from '../core/name-script.ts';
import type { PutName } from './control-protocol.ts';
import { ALIAS } from './dns-answer.ts';

/** What is to be said to one query. */
export interface Scripted {
  readonly entry: PutName;
  readonly reply: NameReply;
}

/** Names that are scripted, matched without regard to case (RFC 4343). */
export class Zone {
  readonly #names = new Map<string, { readonly entry: PutName; readonly asked: Map<string, number> }>();

  /** Puts on a script; its queries are counted from here. */
  set(name: string, entry: PutName): void {
    this.#names.set(name.toLowerCase(), { entry, asked: new Map() });
  }

  delete(name: string): void {
    this.#names.delete(name.toLowerCase());
  }

  /** The reply to the next query of this type; undefined where nobody scripted the name. It counts the query. */
  next(name: string, type: string): Scripted | undefined {
    const key = name.toLowerCase();
    const found = this.#names.get(key) ?? this.#names.get(key.startsWith(ALIAS) ? key.slice(ALIAS.length) : key);
    if (!found) return undefined;
    const { script } = found.entry;
    const before = found.asked.get(type) ?? 0;
    found.asked.set(type, before + 1);
    const index = script.cycle ? before % script.list.length : before;
    return { entry: found.entry, reply: script.list[index] ?? script.rest };
  }

  /** For a person who looks. */
  status(): Record<string, PutName['script']> {
    return Object.fromEntries([...this.#names].map(([name, { entry }]) => [name, entry.script]));
  }
}
