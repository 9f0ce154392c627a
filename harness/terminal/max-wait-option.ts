import { parseDuration } from '../core/duration.ts';
import { ProblemError } from '../core/problem.ts';

/** `--max-wait` of commands that play cases; its value is in milliseconds. */
export const MAX_WAIT_OPTION = {
  type: 'string',
  default: '10s',
  requiresArg: true,
  coerce: maxWait,
  describe: "Longest wait for an answer where your own configuration sets the gateway's timeouts",
} as const;

/** @throws {ProblemError} usage: no duration, or one that is too short */
function maxWait(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 1000) return ms;
  const message = `--max-wait must be a duration of at least 1s such as 10s, not ${text}`;
  throw new ProblemError('usage', [{ code: 'bad-duration', message }]);
}
