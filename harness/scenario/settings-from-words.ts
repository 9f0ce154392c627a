import type { Gateway } from '../core/gateway.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import { checkSchema } from './check-schema.ts';
import { poolLimit } from './pool-limit.ts';
import { gatewaySettingsShape } from './scenario-shape.ts';

/** The settings that have a value, as they are given on a command line: `timeouts.read=3s`. */
export const VALUED = [
  'timeouts.connect',
  'timeouts.read',
  'retries',
  'pool.connections',
  'pool.queue',
  'pool.wait',
  'configuration',
] as const;

/** Whether a word gives one of them a value. */
export function isValued(word: string): boolean {
  return VALUED.some((key) => word.startsWith(`${key}=`));
}

/**
 * What words such as `timeouts.read=3s` and `configuration=TEXT` ask of a gateway; the text is in its own language.
 *
 * @throws {ProblemError} usage: a value is wrong, or the gateway cannot be asked for it
 */
export function settingsFromWords(words: readonly string[], gateway: Gateway): Partial<GatewaySettings> {
  const raw = rawOf(words, gateway);
  const checked = checkSchema(
    gatewaySettingsShape.pick({ timeouts: true, retries: true, pool: true, configuration: true }),
    raw,
  );
  const problems = checked.ok
    ? refusals(raw, gateway)
    : checked.issues.map(({ code, path, message, hint }) => ({ code, message: `${path.join('.')}: ${message}`, hint }));
  if (!checked.ok || problems.length > 0) throw new ProblemError('usage', problems);
  const { retries, pool, ...others } = checked.value;
  return { ...others, ...(retries === 'off' && { retries }), ...(pool && { pool: poolLimit(pool) }) };
}

/** The words as a scenario would have them. */
function rawOf(words: readonly string[], { kind, name }: Gateway): Readonly<Record<string, unknown>> {
  const raw: Record<string, unknown> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const [key = '', part = key === 'configuration' ? (kind ?? name) : null] = word.slice(0, at).split('.');
    const text = word.slice(at + 1);
    const value = key === 'pool' && /^\d+$/.test(text) ? Number(text) : text;
    raw[key] = part === null ? value : { ...Object(raw[key]), [part]: value };
  }
  return raw;
}

/** What is in order and yet cannot be asked of this gateway. */
function refusals(raw: object, { name, features, fixed, timeouts, raw: place }: Gateway): Problem[] {
  if (fixed && Object.keys(raw).length > 0)
    return [{ code: 'own-configuration', message: `${name} is run as its configuration says: no settings` }];
  const own = { code: 'own-timeouts', message: `${name} has timeouts of its own` };
  const none = { code: 'no-configuration-text', message: `${name} takes no configuration text` };
  const lacking = (['retries', 'pool'] as const).filter((one) => one in raw && !features.includes(one));
  return [
    ...lacking.map((one) => ({ code: 'missing-feature', message: `${name} lacks what \`${one}\` takes: ${one}` })),
    ...('timeouts' in raw && timeouts ? [own] : []),
    ...('configuration' in raw && place === undefined ? [none] : []),
  ];
}
