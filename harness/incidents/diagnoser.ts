import type { Diagnosis } from '../core/diagnosis.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureBase } from '../core/signature.ts';
import { explain } from './explain-traces.ts';
import { GatewayKnowledge } from './gateway-knowledge.ts';
import { Traces } from './traces.ts';

/** Takes the entries of a log one at a time, and holds no more of them than the diagnosis shows. */
export class Diagnoser {
  readonly #base: SignatureBase;
  readonly #logs = new Map<string, { readonly knowledge: GatewayKnowledge; readonly traces: Traces }>();

  constructor(base: SignatureBase) {
    this.#base = base;
  }

  add(entry: LogEntry): void {
    this.#logOf(entry.gateway).traces.add(entry);
  }

  /** The diagnoses, the most frequent one first; those that nothing known leaves come last. */
  end(): Diagnosis[] {
    const diagnoses = [...this.#logs.values()].flatMap(({ knowledge, traces }) => {
      traces.end();
      return explain([...traces.kinds.values()], traces.has, knowledge);
    });
    const known = ({ suspects }: Diagnosis) => Number(suspects.length > 0);
    return diagnoses.sort((a, b) => known(b) - known(a) || b.count - a.count);
  }

  #logOf(gateway: string) {
    const log = this.#logs.get(gateway);
    if (log) return log;
    const knowledge = new GatewayKnowledge(gateway, this.#base);
    const begun = { knowledge, traces: new Traces(knowledge.usual) };
    this.#logs.set(gateway, begun);
    return begun;
  }
}
