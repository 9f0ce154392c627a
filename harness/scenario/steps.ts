import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { Step, StepAction } from '../core/scenario.ts';
import type { ExpectContext } from './expectations.ts';
import { toExpectations } from './expectations.ts';
import { explainKey, nameOf } from './explain-issue.ts';
import { gatewayStepShape, toGatewayStep } from './gateway-step.ts';
import { isMap } from './is-map.ts';
import { loadStepSchema, toLoad } from './load-step.ts';
import { formatPath, type Path } from './path.ts';
import { requestDetails, toRequest } from './request-spec.ts';
import { SIGNAL_BUILDERS, SIGNAL_SHAPES } from './signal-steps.ts';
import { toStates } from './upstream-state.ts';

/** What each kind of step looks like; the values that are `unknown` here are checked by the code of their own. */
export const STEP_SHAPES = {
  request: z.strictObject({
    request: z.unknown(),
    ...requestDetails,
    times: z.int().min(1).max(10_000).describe('How many of it at once, each on a connection of its own.').optional(),
    expect: z.unknown().optional(),
  }),
  set: z.strictObject({ set: z.unknown() }),
  until: z.strictObject({
    until: z.strictObject({ request: z.unknown(), status: z.int().min(100).max(999), within: durationSchema }),
  }),
  parallel: z.strictObject({
    parallel: z.array(z.unknown(), { error: 'must be a list of steps that go on at once' }).min(1),
  }),
  repeat: z.strictObject({
    repeat: z.strictObject({
      times: z.int().min(2).max(1000).describe('How often the steps are gone through.'),
      steps: z.array(z.unknown(), { error: 'must be a list of steps' }).min(1, 'needs a step to repeat'),
    }),
  }),
  load: loadStepSchema,
  gateway: gatewayStepShape,
  ...SIGNAL_SHAPES,
} as const;

type Kind = keyof typeof STEP_SHAPES;
const KINDS: readonly Kind[] = ['request', 'set', 'until', 'parallel', 'repeat', 'load', 'gateway', 'signal', 'await'];
const KEYS: readonly string[] = [...new Set(KINDS.flatMap((kind) => Object.keys(STEP_SHAPES[kind].shape)))];

/** Where a step stands, and the client whose requests it makes unless it names one. */
export interface StepContext extends ExpectContext {
  readonly client: string;
}

/** The checked steps; undefined, with the problems noted, where one is wrong. */
export function toSteps(values: readonly unknown[], path: Path, context: StepContext): Step[] | undefined {
  const steps = values
    .map((value, index) => toStep(value, [...path, index], context))
    .filter((step) => step !== undefined);
  return steps.length === values.length ? steps : undefined;
}

function toStep(value: unknown, path: Path, context: StepContext): Step | undefined {
  const kind = kindOf(value, path, context);
  const action = kind && BUILDERS[kind](value, path, context);
  return action && { path: formatPath(path), place: context.report.place(path), ...action };
}

/** Steps that go on one after another within one branch. */
function toSequence(values: readonly unknown[], path: Path, context: StepContext): Step | undefined {
  const steps = toSteps(values, path, context);
  return steps && { path: formatPath(path), place: context.report.place(path), kind: 'repeat', times: 1, steps };
}

/** What a step does, told by its one key of action. */
function kindOf(value: unknown, path: Path, { report }: StepContext): Kind | undefined {
  const keys = isMap(value) ? Object.keys(value) : [];
  const kinds = KINDS.filter((kind) => keys.includes(kind));
  if (kinds.length === 1) return kinds[0];
  if (kinds.length > 1) {
    const message = `a step does one thing, and here stand ${kinds.join(' and ')}`;
    report.add(path, { code: 'several-actions', message, hint: 'make each a list entry of its own' });
    return undefined;
  }
  const stranger = keys.find((key) => !KEYS.includes(key));
  if (stranger !== undefined)
    report.add([...path, stranger], { code: 'unknown-key', ...explainKey(stranger, KEYS), at: 'key' });
  else {
    const what = keys.length > 0 ? 'a step without an action' : nameOf(value);
    report.add(path, {
      code: 'wrong-type',
      message: `must be a step, not ${what}`,
      hint: `a step has one of ${KINDS.join(', ')}`,
    });
  }
  return undefined;
}

type Builder = (value: unknown, path: Path, context: StepContext) => StepAction | undefined;

const BUILDERS: Readonly<Record<Kind, Builder>> = {
  request(value, path, context) {
    const step = context.report.check(STEP_SHAPES.request, value, path);
    const raw = { ...(value as { request: unknown; expect?: unknown }) };
    const request = toRequest(raw.request, step ?? {}, { ...context, path: [...path, 'request'] });
    const expect = raw.expect === undefined ? null : toExpectations(raw.expect, [...path, 'expect'], context);
    if (!step || !request || expect === undefined) return undefined;
    if (request.abort && expect) noteUnseen(path, context);
    return { kind: 'request', request, times: step.times ?? 1, expect };
  },
  set(value, path, context) {
    const step = context.report.check(STEP_SHAPES.set, value, path);
    const { report, catalogue, upstreams } = context;
    const set = step && toStates(step.set, [...path, 'set'], report, catalogue, upstreams);
    return set && { kind: 'set', set };
  },
  until(value, path, context) {
    const step = context.report.check(STEP_SHAPES.until, value, path);
    if (!step) return undefined;
    const { status, within } = step.until;
    const request = toRequest(step.until.request, {}, { ...context, path: [...path, 'until', 'request'] });
    if (request?.abort) noteUnseen([...path, 'until', 'request'], context, 'abort');
    return request && { kind: 'until', request, status, within };
  },
  parallel(value, path, context) {
    const step = context.report.check(STEP_SHAPES.parallel, value, path);
    const branches = step?.parallel.map((branch, index) => {
      const own = { ...context, client: `${context.client}-${index + 1}` };
      const at = [...path, 'parallel', index];
      return Array.isArray(branch) ? toSequence(branch, at, own) : toStep(branch, at, own);
    });
    return branches?.every((branch) => branch !== undefined) ? { kind: 'parallel', branches } : undefined;
  },
  repeat(value, path, context) {
    const step = context.report.check(STEP_SHAPES.repeat, value, path);
    const steps = step && toSteps(step.repeat.steps, [...path, 'repeat', 'steps'], context);
    return steps && { kind: 'repeat', times: step.repeat.times, steps };
  },
  load: toLoad,
  gateway: toGatewayStep,
  ...SIGNAL_BUILDERS,
};

/** Whoever gives an exchange up cannot be asked what came of it. */
function noteUnseen(path: Path, { report }: StepContext, key: 'expect' | 'abort' = 'expect'): void {
  const message = `the client goes before the end (abort): nobody is there to see an answer`;
  const hint = 'ask on in a step of its own, or take `abort` away';
  report.add([...path, key], { code: 'nobody-to-see', message, hint, at: 'key' });
}
