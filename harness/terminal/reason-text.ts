import type { Finding } from '../core/finding.ts';
import type { Verdict } from '../core/verdict.ts';
import { printable } from './printable.ts';

/** Why a case ended as it did, in one line without colours (of a longer reason the first); empty for a pass. */
export function reasonText(verdict: Verdict): string {
  const { result, findings, reason } = verdict;
  if (result === 'pass') return '';
  if (reason !== undefined) return printable(reason.split('\n', 1)[0] ?? '');
  if (result === 'deviates') return `known: ${[...new Set(findings.map(({ rule }) => rule))].join(', ')}`;
  const unknown = mostTellingFirst(findings).filter((finding) => !finding.deviation);
  const [first] = unknown;
  if (!first) return 'no reason was given';
  return unknown.length > 1 ? `${findingText(first)} (and ${unknown.length - 1} more)` : findingText(first);
}

/** What an author wrote, then what rules found, then what is on record; otherwise in the judge's order. */
export function mostTellingFirst(findings: readonly Finding[]): Finding[] {
  const rank = ({ place, deviation }: Finding): number => (deviation ? 2 : place ? 0 : 1);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** A finding in one line. */
export function findingText(finding: Finding): string {
  return printable(`${finding.rule}: expected ${finding.expected}, actual ${finding.actual}`);
}

/** The recorded deviations that cover a verdict's findings, each told once: `OP-28: retries a POST (nginx.org/…)`. */
export function deviationTexts(findings: readonly Finding[]): string[] {
  const texts = findings.flatMap(({ rule, deviation }) =>
    deviation ? [printable(`${rule}: ${deviation.reason} (${deviation.source})`)] : [],
  );
  return [...new Set(texts)];
}
