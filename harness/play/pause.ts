/** Resolves after so many milliseconds, or sooner where the play is over. */
export async function pause(ms: number, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const end = (): void => resolve();
  over.addEventListener('abort', end);
  if (over.aborted) end();
  await promise;
  clearTimeout(timer);
  over.removeEventListener('abort', end);
}
