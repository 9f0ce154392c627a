import { upstreamScripts, type WrittenStep, type WrittenSteps } from '../lint/upstream-scripts.ts';
import type { Lint, Suspicion } from '../lint.ts';

/** What ends a connection, so that bytes that are under way may be lost. */
const ENDS: readonly string[] = ['close', 'half-close', 'reset'];
/** What sends a part of a response. */
const PARTS: readonly string[] = ['send', 'drip', 'interim'];

/** A `stall` that waits for something that could be awaited: too short on a slow machine, too long on all others. */
const bareSleep: Lint = {
  code: 'bare-sleep',
  summary: 'A `stall` stands where an event could be awaited.',
  find: ({ source }) => upstreamScripts(source.value).flatMap(sleepsIn),
};

export default bareSleep;

function sleepsIn({ steps, path, of }: WrittenSteps): Suspicion[] {
  return steps.flatMap(({ name, value }, index) => {
    const complaint = name === 'stall' ? explain(value, steps, index, of) : null;
    return complaint ? [{ path: [...path, index], row: null, ...complaint }] : [];
  });
}

function explain(
  length: unknown,
  steps: readonly WrittenStep[],
  index: number,
  of: WrittenSteps['of'],
): Pick<Suspicion, 'message' | 'hint'> | null {
  const next = steps[index + 1];
  const before = steps[index - 1];
  if (!next && of === 'connection')
    return {
      message: `nothing comes after these ${length}: the connection is held anyway`,
      hint: 'write `hold`',
    };
  if (!next || !before || !ENDS.includes(next.name) || !PARTS.includes(before.name)) return null;
  return {
    message: `a sleep of ${length} so that the bytes before \`${next.name}\` arrive: on a slow machine they do not`,
    hint: `\`await-delivery: { bytes: 1B, within: ${length} }\` goes on once the client has them`,
  };
}
