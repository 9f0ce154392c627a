import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { StepAction } from '../core/scenario.ts';
import { type ExpectContext, toExpectations } from './expectations.ts';
import { nameOf } from './explain-issue.ts';
import { isMap } from './is-map.ts';
import { loadSchema } from './load-schema.ts';
import type { Path } from './path.ts';
import { toRequest } from './request-spec.ts';
import { toStates } from './upstream-state.ts';

type Load = Extract<StepAction, { kind: 'load' }>;
type Context = ExpectContext & { readonly client: string };

/** The shape of a load step; the values that are `unknown` are checked by the code below. */
export const loadStepSchema = z.strictObject({
  load: loadSchema,
  during: z.unknown().optional(),
  expect: z.unknown().optional(),
});

/** What is set at one moment of a load. */
export const changeSchema = z.strictObject({ set: z.unknown() });

/** A load; undefined, with the problems noted, where it is none. */
export function toLoad(value: unknown, path: Path, context: Context): Load | undefined {
  const step = context.report.check(loadStepSchema, value, path);
  if (!step) return undefined;
  const request = toRequest(step.load.request, {}, { ...context, path: [...path, 'load', 'request'] });
  const duration = step.load.for;
  const during = step.during === undefined ? [] : toChanges(step.during, duration, [...path, 'during'], context);
  const expect = step.expect === undefined ? null : toExpectations(step.expect, [...path, 'expect'], context);
  if (!request || !during || expect === undefined) return undefined;
  return { kind: 'load', load: { request, rate: step.load.rate, duration }, during, expect };
}

function toChanges(value: unknown, duration: number, path: Path, context: Context): Load['during'] | undefined {
  if (!isMap(value) || Object.keys(value).length === 0) {
    const message = `must be a map of moments and what is set then, not ${isMap(value) ? 'an empty one' : nameOf(value)}`;
    context.report.add(path, { code: 'wrong-type', message, hint: '`{ 1s: { set: { app: healthy } } }` is one' });
    return undefined;
  }
  const changes = Object.entries(value).map(([moment, change]) => toChange(moment, change, duration, path, context));
  return changes.every((change) => change !== undefined) ? changes.sort((a, b) => a.at - b.at) : undefined;
}

function toChange(
  moment: string,
  value: unknown,
  duration: number,
  path: Path,
  { report, catalogue, upstreams }: Context,
): Load['during'][number] | undefined {
  const at = durationSchema.safeParse(moment);
  if (!at.success || at.data >= duration) {
    const message = at.success
      ? `${moment} is not before the load is over`
      : `"${moment}" is no moment: ${at.error.issues[0]?.message}`;
    report.add([...path, moment], { code: 'bad-moment', message, hint: 'count from the begin of the load', at: 'key' });
    return undefined;
  }
  const change = report.check(changeSchema, value, [...path, moment]);
  const set = change && toStates(change.set, [...path, moment, 'set'], report, catalogue, upstreams);
  return set && { at: at.data, set };
}
