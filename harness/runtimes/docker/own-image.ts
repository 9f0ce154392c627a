import { execa } from 'execa';
import type { GatewayImage } from '../../core/gateway.ts';
import { ProblemError } from '../../core/problem.ts';
import { openEngine } from '../../images/engine.ts';
import { type EnsureOptions, ensureImages } from '../../images/ensure-images.ts';
import { imageId } from '../../images/image-id.ts';

/**
 * The user's own image, by a name that the engine knows it by. What is there is taken; else it is made where that is known,
 * or pulled. As Compose does, nothing is made anew because its sources have changed.
 *
 * @throws {ProblemError} environment: no engine, or it cannot be had
 */
export async function ownImage(name: string, image: GatewayImage, options: EnsureOptions): Promise<string> {
  const { reference, own = {} } = image;
  const there = await whichIsThere([reference, ...(own.names ?? [])]);
  if (there !== undefined) return there;
  if (own.build === undefined) {
    const pulled = await ensureImages([{ name, reference, own: true }], options);
    return pulled.get(name) ?? reference;
  }
  if (own.build === null) throw notBuilt(name, 'docker compose is not here to build it', 'build it and try again');
  await build(name, own.build, options);
  const built = await whichIsThere([reference, ...(own.names ?? [])]);
  if (built !== undefined) return built;
  const names = [reference, ...(own.names ?? [])].join(', ');
  throw notBuilt(name, `${own.build.join(' ')} made none of ${names}`, 'give the service an `image:` of its own');
}

async function whichIsThere(names: readonly string[]): Promise<string | undefined> {
  const engine = await openEngine();
  for (const name of names) if ((await imageId(engine, name)) !== undefined) return name;
  return undefined;
}

async function build(name: string, [program, ...args]: readonly [string, ...string[]], options: EnsureOptions) {
  const { progress, signal } = options;
  progress?.(name, [program, ...args].join(' '));
  const done = await execa(program, args, { all: true, reject: false, stdin: 'ignore', cancelSignal: signal });
  signal?.throwIfAborted();
  if (done.exitCode === 0) return;
  const words = (done.all || done.message || '').split('\n').slice(-10).join('\n');
  throw notBuilt(name, `${[program, ...args].join(' ')} failed`, `its last words:\n${words}`);
}

function notBuilt(name: string, why: string, hint: string): ProblemError {
  const message = `the image of ${name} is not built: ${why}`;
  return new ProblemError('environment', [{ code: 'image-not-built', message, hint }]);
}
