import { relative, resolve, sep } from 'node:path';
import type { Place } from '../core/place.ts';

/** One remark that GitHub shows beside a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly place?: Place | undefined;
}

/** GitHub shows at most ten annotations of a level for each step, and drops the rest without a word. */
export const SHOWN = 10;

/**
 * Workflow commands for annotations, with what goes beyond ten of a level folded into the tenth. Paths are written
 * relative to `root`, the checked-out repository.
 */
export function annotationCommands(annotations: readonly Annotation[], root: string): string[] {
  const of = (level: Annotation['level']): Annotation[] => fold(annotations.filter((one) => one.level === level));
  return [...of('error'), ...of('warning')].map((annotation) => command(annotation, root));
}

function fold(annotations: readonly Annotation[]): Annotation[] {
  if (annotations.length <= SHOWN) return [...annotations];
  const rest = annotations.slice(SHOWN - 1);
  const [first] = rest;
  if (!first) return [];
  const title = `and ${rest.length} more`;
  return [
    ...annotations.slice(0, SHOWN - 1),
    { level: first.level, title, message: rest.map((one) => one.title).join('\n') },
  ];
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function command({ level, title, message, place }: Annotation, root: string): string {
  const where = place ? { file: relativePath(place.file, root), line: place.line, col: place.column } : {};
  const properties = Object.entries({ ...where, title }).map(
    ([key, value]) => `${key}=${escapeProperty(String(value))}`,
  );
  return `::${level} ${properties.join(',')}::${escapeData(message)}\n`;
}

function relativePath(file: string, root: string): string {
  return relative(root, resolve(file)).split(sep).join('/');
}

/** The escapes that the runner takes back: in the message. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** In a property a colon and a comma would end it, too. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
