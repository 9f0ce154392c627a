import { messageOf, ProblemError } from '../core/problem.ts';

/** How long a control interface may take over one request, in milliseconds. */
const PATIENCE = 10_000;

/** Sends a fault to a control interface as JSON. Rejects with a ProblemError where it refuses or does not answer. */
export async function putFault(url: string, body: unknown): Promise<void> {
  const answer = await put(url, JSON.stringify(body));
  if (answer.ok) return;
  const { error } = (await answer.json()) as { error: { message: string } };
  throw new ProblemError('usage', [{ code: 'fault-refused', message: error.message }]);
}

async function put(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, { method: 'PUT', body, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const why = messageOf(error instanceof Error && error.cause ? error.cause : error);
    const message = `nothing answers at ${url} (${why}): is the container stopped?`;
    throw new ProblemError('environment', [{ code: 'no-answer', message }], { cause: error });
  }
}
