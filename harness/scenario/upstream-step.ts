import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { UpstreamStep } from '../core/script.ts';
import { nameOf } from './explain-issue.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { KEYED_STEPS, WORD_STEPS } from './upstream-step-shapes.ts';

/** After these the connection has ended, or is held to its end. */
const LAST_STEPS: ReadonlySet<string> = new Set(['close', 'close-without-notify', 'reset', 'hold']);

const ALL_STEPS: readonly string[] = [...WORD_STEPS, ...Object.keys(KEYED_STEPS)];

/** The steps of one scripted connection or request; undefined, with the problems noted, where one is wrong. */
export function toUpstreamSteps(values: readonly unknown[], path: Path, report: Report): UpstreamStep[] | undefined {
  if (values.length === 0) {
    report.add(path, {
      code: 'no-steps',
      message: 'a script needs a step',
      hint: 'write `healthy` for a good one',
    });
    return undefined;
  }
  const steps = values.map((value, index) => toUpstreamStep(value, [...path, index], report));
  const last = steps.findIndex((step) => step && LAST_STEPS.has(step.do));
  if (last !== -1 && last < steps.length - 1) {
    const message = `comes after \`${steps[last]?.do}\` and is never reached`;
    report.add([...path, last + 1], { code: 'unreachable-step', message });
    return undefined;
  }
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function toUpstreamStep(value: unknown, path: Path, report: Report): UpstreamStep | undefined {
  if (typeof value === 'string') return toWordStep(value, path, report);
  const keys = isMap(value) ? Object.keys(value) : [];
  const [key, second] = keys;
  if (key === undefined) {
    const message = `must be a step of an upstream, not ${nameOf(value)}`;
    report.add(path, { code: 'wrong-type', message, hint: `steps: ${ALL_STEPS.join(', ')}` });
    return undefined;
  }
  if (!isKeyedStep(key)) {
    const isWord = (WORD_STEPS as readonly string[]).includes(key);
    const hint = isWord ? `write just \`${key}\`` : didYouMean(key, ALL_STEPS, 'steps');
    report.add([...path, key], { code: 'unknown-key', message: `unknown step "${key}"`, hint, at: 'key' });
    return undefined;
  }
  if (second !== undefined) {
    const hint = 'begin a new list entry, or indent it further if it belongs to the step';
    report.add([...path, second], {
      code: 'unknown-key',
      message: `a step is one key; "${second}" is a second`,
      hint,
      at: 'key',
    });
    return undefined;
  }
  const schema: z.ZodType<UpstreamStep> = KEYED_STEPS[key];
  return report.check(schema, (value as Record<string, unknown>)[key], [...path, key]);
}

function toWordStep(word: string, path: Path, report: Report): UpstreamStep | undefined {
  const step = WORD_STEPS.find((candidate) => candidate === word);
  if (step) return { do: step };
  const hint = isKeyedStep(word)
    ? `\`${word}\` needs a value: \`{ ${word}: … }\``
    : didYouMean(word, ALL_STEPS, 'steps');
  report.add(path, { code: 'unknown-step', message: `unknown step "${word}"`, hint });
  return undefined;
}

function isKeyedStep(key: string): key is keyof typeof KEYED_STEPS {
  return Object.hasOwn(KEYED_STEPS, key);
}
