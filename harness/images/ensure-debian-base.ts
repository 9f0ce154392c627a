import type { Engine } from './engine.ts';
import { imageId } from './image-id.ts';
import { builtReference } from './image-reference.ts';
import { makeDebianBase } from './make-debian-base.ts';
import type { Progress } from './progress.ts';
import type { Suite } from './suite.ts';

export interface BaseOptions {
  readonly suite: Suite;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The reference of a suite's base, made where it is not there; one that is there is kept. Rejects as makeDebianBase does. */
export async function ensureDebianBase(engine: Engine, { suite, progress, signal }: BaseOptions): Promise<string> {
  const reference = builtReference('debian', suite);
  if ((await imageId(engine, reference)) !== undefined) return reference;
  progress?.('debian', `mmdebstrap makes ${reference}`);
  await makeDebianBase(engine, suite, signal);
  return reference;
}
