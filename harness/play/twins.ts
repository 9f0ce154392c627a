import type { Case } from '../core/case.ts';
import type { Pass } from '../core/evidence.ts';
import type { Step } from '../core/scenario.ts';

/** The healthy twin of a case, as it was played. */
export interface Twin {
  readonly pass: Pass;
  /** The gateway ended meanwhile, though nobody had asked it to. */
  readonly spoilt: boolean;
  /** The most by which a timer of the harness was late meanwhile, in milliseconds. */
  readonly lag: number;
}

/**
 * Twins by what is done in them. Where cases differ in their faults alone, their twins are one and the same thing: the same
 * steps on the same gateway with nothing wrong. It is played once and stands for all.
 */
export class Twins {
  readonly #played = new Map<string, Promise<Twin>>();

  /** The twin of a case; `play` plays it, where no other case's can stand for it. */
  async of(item: Case, play: () => Promise<Twin>): Promise<Twin> {
    const key = keyOf(item);
    if (key === null) return await play();
    const before = this.#played.get(key);
    if (before) return await before.catch(play);
    const playing = play();
    this.#played.set(key, playing);
    try {
      const twin = await playing;
      // What may have to do with other cases on that gateway stands for nobody else.
      if (twin.spoilt) this.#played.delete(key);
      return twin;
    } catch (error) {
      this.#played.delete(key);
      throw error;
    }
  }

  /** Forgets those of a gateway. */
  forget(gateway: string): void {
    for (const key of [...this.#played.keys()].filter((one) => one.startsWith(prefixOf(gateway))))
      this.#played.delete(key);
  }
}

/** Null where the twin is the case's alone: it is to be played apart from others, or tells how times are under load. */
function keyOf({ isolate, gateway, names, repeat, attempt, variant }: Case): string | null {
  const { settings, steps } = variant;
  if (isolate === 'gateway' || !steps.every(isPlain)) return null;
  return prefixOf(gateway.name) + JSON.stringify([names, repeat, attempt, settings, steps.flatMap(doneIn)]);
}

function prefixOf(gateway: string): string {
  return `${gateway}\n`;
}

function isPlain(step: Step): boolean {
  return step.kind === 'set' || step.kind === 'until' || (step.kind === 'request' && step.times === 1);
}

/** What a step does in a twin, where upstreams are healthy throughout. */
function doneIn(step: Step): unknown[] {
  if (step.kind === 'request') return [step.path, step.request];
  return step.kind === 'until' ? [step.path, step.request, step.status, step.within] : [];
}
