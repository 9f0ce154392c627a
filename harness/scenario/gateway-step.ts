import { z } from 'zod';
import { GATEWAY_ACTIONS, SIGHTED } from '../core/gateway-strike.ts';
import type { Expectations, StepAction } from '../core/scenario.ts';
import { UPSTREAM_NAMES } from './catalogue.ts';
import { type ExpectContext, toExpectations } from './expectations.ts';
import type { Path } from './path.ts';

type GatewayStep = Extract<StepAction, { kind: 'gateway' }>;

const HELP = `must be one of ${GATEWAY_ACTIONS.join(', ')}`;
const action = z.enum(GATEWAY_ACTIONS, { error: HELP });
const seen = z.int('must be a number of requests').min(1);

const strike = z.strictObject({
  do: action,
  after: z
    .partialRecord(z.enum(UPSTREAM_NAMES as [string, ...string[]]), seen)
    .describe('How many requests an upstream must have read before, by its name.')
    .optional(),
});

/** The shape of a step that does something to the gateway itself. */
export const gatewayStepShape = z.strictObject({
  gateway: z
    .union([action, strike], { error: `${HELP}, or a map with do and after` })
    .describe('What is done to it: alone, or as `do` with what is awaited before.'),
  expect: z.unknown().optional(),
});

/** A step that strikes the gateway; undefined, with the problems noted, where it is none. */
export function toGatewayStep(value: unknown, path: Path, context: ExpectContext): GatewayStep | undefined {
  const step = context.report.check(gatewayStepShape, value, path);
  if (!step) return undefined;
  const { do: action, after = {} } = typeof step.gateway === 'string' ? { do: step.gateway } : step.gateway;
  const expect = step.expect === undefined ? null : toExpectations(step.expect, [...path, 'expect'], context);
  if (!knowsUpstreams(Object.keys(after), [...path, 'gateway', 'after'], context)) return undefined;
  if (expect === undefined || (expect && !asksOfGateway(expect, [...path, 'expect'], context))) return undefined;
  return { kind: 'gateway', action, after: after as Readonly<Record<string, number>>, expect };
}

function knowsUpstreams(names: readonly string[], path: Path, { report, upstreams }: ExpectContext): boolean {
  const strangers = names.filter((name) => !upstreams.includes(name));
  for (const name of strangers) {
    const message = `the scenario does not declare the upstream "${name}"`;
    report.add([...path, name], {
      code: 'undeclared-upstream',
      message,
      hint: `add \`${name}: healthy\` to upstreams`,
      at: 'key',
    });
  }
  return strangers.length === 0;
}

/** No request is sent here: what asks for an answer would never be judged. */
function asksOfGateway({ values }: Expectations, path: Path, { report }: ExpectContext): boolean {
  const others = Object.keys(values).filter((key) => key !== SIGHTED);
  for (const key of others) {
    const message = `this step sends no request, so that "${key}" has nothing to judge`;
    report.add([...path, key], {
      code: 'nothing-to-see',
      message,
      hint: 'ask for it in a step with a request',
      at: 'key',
    });
  }
  return others.length === 0;
}
