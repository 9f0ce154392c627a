import { ProblemError } from '../core/problem.ts';
import type { Engine } from './engine.ts';
import { engineEvents, engineWords } from './engine-events.ts';
import type { Progress } from './progress.ts';
import { PullProgress } from './pull-progress.ts';

/** A registry that sends nothing for so many milliseconds is given up. */
const PATIENCE = 30_000;

export interface PullOptions {
  readonly name: string;
  readonly reference: string;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without news after which the pull is given up; 30000 unless said otherwise. */
  readonly patience?: number | undefined;
}

/**
 * Pulls an image, for as long as something comes.
 * @throws {ProblemError} environment, `pull-failed`, with the registry's words
 */
export async function pullImage({ docker }: Engine, options: PullOptions): Promise<void> {
  const { name, reference, progress, signal, patience = PATIENCE } = options;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), patience);
  const abortSignal = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  const layers = new PullProgress();
  progress?.(name, `pulling ${reference}`);
  try {
    const answer = await docker.pull(reference, { abortSignal });
    for await (const event of engineEvents(answer)) {
      timer.refresh();
      const text = layers.see(event);
      if (text !== undefined) progress?.(name, `${reference}: ${text}`);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const why = silence.signal.aborted ? `nothing came for ${patience / 1000} s` : engineWords(cause);
    throw pullFailed(name, reference, why, cause);
  } finally {
    clearTimeout(timer);
  }
}

function pullFailed(name: string, reference: string, why: string, cause: unknown): ProblemError {
  const problem = {
    code: 'pull-failed',
    message: `the image ${reference} for ${name} is not here and cannot be pulled: ${why}`,
    hint:
      `\`--image ${name}=REFERENCE\` takes another image, \`--images built\` those that \`gatecrash images build\` makes ` +
      'without a registry; DOCKER_HOST chooses another engine',
  };
  return new ProblemError('environment', [problem], { cause });
}
