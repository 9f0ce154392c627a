import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { messageOf } from '../core/problem.ts';
import { usageError } from './usage-error.ts';

const host = z.string().refine(isIPv4, 'must be an IPv4 address');
const address = z.strictObject({ host, port: z.int().min(1).max(65_535) });
const addresses = z.strictObject({ prefix: z.string() });
const route = z.strictObject({ prefix: z.string(), via: z.string() });

/** The body of `POST /probe`, and of `POST` and `DELETE /accept-queue`. */
export const asAddress = (body: string) => check(address, body);

/** The body of `PUT /addresses`. */
export const asAddresses = (body: string) => check(addresses, body);

/** The body of `PUT /routes`. */
export const asRoute = (body: string) => check(route, body);

/** A body as JSON. Throws a ProblemError where it is none. */
export function fromJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw usageError('bad-request', `the body is no JSON: ${messageOf(error)}`);
  }
}

/** Checks a value by its schema. Throws a ProblemError that names every place that is wrong, below `where`. */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown, where: string): Value {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const issues = error?.issues.map(({ path, message }) => [[where, ...path].join('.'), message].join(': ')) ?? [];
  throw usageError('bad-request', issues.join('; '));
}

function check<Value>(schema: z.ZodType<Value>, body: string): Value {
  return checked(schema, fromJson(body), 'body');
}
