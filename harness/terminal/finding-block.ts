import { readFileSync } from 'node:fs';
import type { CaseEnded } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import { formatPlace, type Place } from '../core/place.ts';
import { codeFrame } from '../scenario/code-frame.ts';
import { printable } from './printable.ts';
import { mostTellingFirst } from './reason-text.ts';
import type { Style } from './style.ts';

/** More findings than this are counted only. */
const SHOWN = 8;

/** Where in the YAML, and each finding with its rule, source, expected and actual, as lines; what an author wrote first. */
export function findingBlock(event: CaseEnded, style: Style): string[] {
  const inOrder = mostTellingFirst(event.verdict.findings);
  const lines = inOrder.some((finding) => finding.place) ? [] : [formatPlace(event.case.scenario.place)];
  let framed: Place | undefined;
  for (const finding of inOrder.slice(0, SHOWN)) {
    const { place } = finding;
    const again = place?.file === framed?.file && place?.line === framed?.line;
    if (place) lines.push(formatPlace(place), ...(again ? [] : frameOf(place)));
    lines.push(...told(finding, style));
    framed = place ?? framed;
  }
  if (inOrder.length > SHOWN) lines.push(`and ${inOrder.length - SHOWN} more findings`);
  return lines;
}

function told(finding: Finding, style: Style): string[] {
  const backing = finding.level === 'author' ? '' : ` (${finding.level}, ${printable(finding.source)})`;
  const lines = [
    `${style.bold(finding.rule)}${backing}`,
    ...labelled('expected', finding.expected, (text) => style.as('pass', text)),
    ...labelled('actual', finding.actual, (text) => style.as('fail', text)),
  ];
  if (finding.deviation) lines.push(...labelled('known', finding.deviation.reason, (text) => text));
  return lines;
}

function labelled(label: string, text: string, paint: (text: string) => string): string[] {
  return text.split('\n').map((line, index) => `  ${(index === 0 ? label : '').padEnd(8)}  ${paint(printable(line))}`);
}

/** The file may be gone or changed since the run; a report must still be written. */
function frameOf(place: Place): string[] {
  try {
    const lines = readFileSync(place.file, 'utf8').trimEnd().split(/\r?\n/);
    return place.line <= lines.length ? codeFrame(lines, place).split('\n') : [];
  } catch {
    return [];
  }
}
