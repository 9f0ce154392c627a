import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '../core/problem.ts';
import { dockerfilePath } from './dockerfiles.ts';
import type { Engine } from './engine.ts';
import { type EngineEvent, engineEvents, engineWords } from './engine-events.ts';
import type { ImageContent } from './image-content.ts';
import { imageId } from './image-id.ts';
import type { Progress } from './progress.ts';
import { stageContent } from './stage-content.ts';
import { stageProgram } from './stage-program.ts';

/** Lines of a failed build's output that are shown. */
const LINES = 5;

export interface BuildOptions {
  readonly name: string;
  /** The name that the image gets. */
  readonly reference: string;
  /** The image to build on; undefined for the one that the Dockerfile names. */
  readonly base?: string | undefined;
  /** What goes in, for an image of ours; a gateway's Dockerfile copies its program at most. */
  readonly content?: ImageContent | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds one image of fixtures/images by the engine's own builder; the image that had the name before goes.
 * @throws {ProblemError} environment, `build-failed`, with the last lines of the builder's output
 */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<void> {
  const { name, reference, content } = options;
  const before = await imageId(engine, reference);
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-image-'));
  try {
    if (content) await build(engine, folder, await stageContent(content, folder), options);
    else {
      await copyFile(dockerfilePath(name), join(folder, 'Dockerfile'));
      await build(engine, folder, ['Dockerfile', ...(await stageProgram(name, folder))], options);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (before !== undefined && before !== (await imageId(engine, reference))) await removeUnused(engine, before);
}

/** An image that has other names, or that a container or an image still needs, stays. */
async function removeUnused({ docker }: Engine, id: string): Promise<void> {
  const image = docker.getImage(id);
  const { RepoTags = [] } = await image.inspect();
  if (RepoTags.length === 0) await image.remove().catch(() => {});
}

async function build({ docker }: Engine, context: string, src: string[], options: BuildOptions): Promise<void> {
  const { name, reference, base, progress, signal } = options;
  const output: string[] = [];
  try {
    const answer = await docker.buildImage(
      { context, src },
      {
        t: reference,
        forcerm: true,
        ...(base && { buildargs: { BASE: base } }),
        ...(signal && { abortSignal: signal }),
      },
    );
    for await (const event of engineEvents(answer)) {
      const line = event.stream?.trim();
      if (line) output.push(line);
      const step = stepOf(event);
      if (step) progress?.(name, step);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const said = [...output.slice(-LINES), engineWords(cause)].join('\n');
    const message = `the image ${reference} could not be built:\n${said}`;
    const hint = 'its packages come from the network of a container of this engine: check that, and the disk';
    throw new ProblemError('environment', [{ code: 'build-failed', message, hint }], { cause });
  }
}

/** `step 3 of 8: RUN command -v nginx`; steps that only note something down are not worth a line. */
function stepOf({ stream = '' }: EngineEvent): string | undefined {
  const match = /^Step (\d+)\/(\d+) : ((?:FROM|RUN|COPY) .*)/.exec(stream);
  const [, step, steps, instruction = ''] = match ?? [];
  return match
    ? `step ${step} of ${steps}: ${instruction
        .replaceAll(/[\s\\]+/g, ' ')
        .slice(0, 60)
        .trimEnd()}`
    : undefined;
}
