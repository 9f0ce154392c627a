import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Signature } from '../core/incident.ts';
import { textPatternSchema } from '../core/text-pattern-schema.ts';
import { TIME_CLASSES } from '../core/time-class.ts';
import { isVersionRange, splitGateway } from '../core/version-range.ts';
import { statusesSchema } from '../core/wanted-status.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf } from './explain-issue.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** What an incident leaves behind on one gateway, as it stands in YAML. */
export const signatureShape = z
  .strictObject({
    status: statusesSchema.describe('The status of an answer of the steps; several where any of them will do.'),
    time: z
      .enum(TIME_CLASSES, { error: `must be one of ${TIME_CLASSES.join(', ')}` })
      .describe('How long that answer took: sooner than any timeout, about one of them, or longer.'),
    log: textPatternSchema.describe('What a line of its log holds.').optional(),
    page: textPatternSchema.describe('What its response holds, head or body, where its log does not tell.').optional(),
  })
  .refine(
    ({ log, page }) => log !== undefined || page !== undefined,
    'needs `log`, or `page` where the log does not tell',
  );

/** The checked `signature` of a scenario, by gateway; undefined, with the problems noted, where it is wrong. */
export function toSignatures(
  value: unknown,
  report: Report,
  catalogue: Pick<Catalogue, 'gateways'>,
): Readonly<Record<string, Signature>> | undefined {
  const path: Path = ['signature'];
  if (!isMap(value) || Object.keys(value).length === 0) {
    const hint = '`signature: { nginx: { status: 502, time: at-once, log: prematurely closed } }` is one';
    const message = `must be a map of gateways, not ${isMap(value) ? 'an empty one' : nameOf(value)}`;
    report.add(path, { code: 'wrong-type', message, hint });
    return undefined;
  }
  const entries = Object.entries(value).map(([whose, given]): [string, Signature] | null => {
    const at = [...path, whose];
    checkGateway(whose, at, report, catalogue);
    const checked = report.check(signatureShape, given, at);
    if (!checked) return null;
    const { status, time, log = null, page = null } = checked;
    return [whose, { status, time, log, page, place: report.keyPlace(at) }];
  });
  return entries.every((entry) => entry !== null) ? Object.fromEntries(entries) : undefined;
}

function checkGateway(whose: string, at: Path, report: Report, { gateways }: Pick<Catalogue, 'gateways'>): void {
  const [name, range] = splitGateway(whose);
  if (gateways && !gateways.includes(name)) {
    const hint = didYouMean(name, gateways, 'gateways');
    report.add(at, { code: 'unknown-gateway', message: `unknown gateway "${name}"`, hint, at: 'key' });
  }
  if (range === null || isVersionRange(range)) return;
  const hint = `\`${name}@<1.25\` or \`"${name}@>=1.22 <1.25"\`: comparators, of which all must hold`;
  report.add(at, { code: 'bad-versions', message: `"${range}" is no range of versions`, hint, at: 'key' });
}
