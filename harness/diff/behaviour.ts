import { attemptsOf } from '../core/attempts.ts';
import type { CaseEnded } from '../core/event.ts';
import type { Evidence, Exchange } from '../core/evidence.ts';
import type { Level } from '../core/finding.ts';

/** What one case showed of a gateway, without times, names and texts: what an operator would call its behaviour. */
export interface Behaviour {
  /** Of each step what its requests got, such as `GET /report: 200, cut by RST`, with how many times. */
  readonly answers: readonly string[];
  /** Requests that each upstream had in the steps, such as `app: 2 x GET`. */
  readonly attempts: readonly string[];
  /** What was answered once the fault was cleared. */
  readonly afterwards: readonly string[];
  /** Whether it ended by itself. */
  readonly died: boolean;
  /** What is wrong with it: id of the rule, and its level. Recorded deviations count as well. */
  readonly wrong: readonly { readonly rule: string; readonly level: Level }[];
}

/** The behaviour that a case showed; null where there is no evidence to tell by. */
export function behaviourOf({ verdict, evidence, case: item }: CaseEnded): Behaviour | null {
  if (!evidence || verdict.result === 'broken' || verdict.result === 'skip') return null;
  const wrong = new Map(verdict.findings.map(({ rule, level }) => [rule, { rule, level }]));
  const { exit } = evidence.gateway;
  // A load or an `until` asks as often as there is time; how often is no behaviour of the gateway.
  const counted = !item.variant.steps.some(({ kind }) => kind === 'load' || kind === 'until');
  return {
    answers: counted ? tally(answersIn(evidence, 'steps')) : [],
    attempts: counted ? attemptsIn(evidence) : [],
    // How many are asked depends on the connections that are left, which is told by the answers before.
    afterwards: [...new Set(answersIn(evidence, 'aftermath'))].sort(),
    died: exit !== null && !exit.asked,
    wrong: [...wrong.values()].sort((one, other) => one.rule.localeCompare(other.rule, 'en')),
  };
}

/** Two behaviours are one where they read alike. */
export function behaviourKey(behaviour: Behaviour): string {
  return JSON.stringify(behaviour);
}

function answersIn({ main }: Evidence, phase: 'steps' | 'aftermath'): string[] {
  const own = main.exchanges.filter((exchange) => exchange.phase === phase && exchange.aborted === null);
  return own.map((exchange) => `${exchange.method} ${exchange.target}: ${answerText(exchange)}`);
}

/** What a client got: `502`, `200, cut by FIN`, `no answer (RST)`, `hangs`. */
function answerText({ final, ended }: Exchange): string {
  const cut = ended === 'timeout' ? 'hangs' : `cut by ${ended.toUpperCase()}`;
  if (final) return final.complete ? String(final.status) : `${final.status}, ${cut}`;
  return ended === 'timeout' ? 'hangs' : `no answer (${ended.toUpperCase()})`;
}

function attemptsIn({ main }: Evidence): string[] {
  const own = attemptsOf(main).filter(({ phase }) => phase === 'steps');
  return tally(own.map(({ upstream, method }) => `${upstream}: ${method}`));
}

/** Each different text once, with how often it came where that is more than once; in the order of the texts. */
function tally(texts: readonly string[]): string[] {
  const counts = Map.groupBy(texts, (text) => text);
  return [...counts.entries()]
    .map(([text, same]) => (same.length > 1 ? `${text} (${same.length} times)` : text))
    .sort((one, other) => one.localeCompare(other, 'en'));
}
