import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { Place } from '../core/place.ts';
import { codeFrame } from './code-frame.ts';
import { formatPath, type Path } from './path.ts';

/** A YAML document with the places of its values. */
export interface Source {
  /** As people see it. */
  readonly file: string;
  readonly document: Document.Parsed;
  readonly counter: LineCounter;
  readonly lines: readonly string[];
  /** The document as plain data. */
  readonly value: unknown;
}

/** What a path leads to in a document. */
export interface Found {
  /** The node of the key or the value; that of the nearest parent where the path leads nowhere. */
  readonly node: Node | null;
  /** The part of the path that leads nowhere. */
  readonly rest: Path;
}

/** Follows a path through a document, through aliases too. */
export function findNode(source: Source, path: Path, at: 'key' | 'value' = 'value'): Found {
  let node: unknown = source.document.contents;
  for (const [index, part] of path.entries()) {
    const parent = isAlias(node) ? node.resolve(source.document) : node;
    const last = index === path.length - 1;
    const child = childOf(parent, part, at === 'key' && last);
    if (child === undefined) return { node: asNode(node), rest: path.slice(index) };
    node = child;
  }
  return { node: asNode(node), rest: [] };
}

/** The place of a key or value, or of its nearest parent. */
export function placeOf(source: Source, path: Path, at: 'key' | 'value' = 'value'): Place {
  return placeAt(source, findNode(source, path, at).node?.range?.[0] ?? 0);
}

/** The place of an offset in the text. */
export function placeAt(source: Pick<Source, 'file' | 'counter'>, offset: number): Place {
  const { line, col } = source.counter.linePos(offset);
  return { file: source.file, line: Math.max(1, line), column: Math.max(1, col) };
}

/** Frame and text of a problem at a path. */
export function describeAt(
  source: Source,
  place: Place,
  path: Path,
  message: string,
): { message: string; frame: string } {
  const where = formatPath(path);
  return { message: where === '' ? message : `${where}: ${message}`, frame: codeFrame(source.lines, place) };
}

function childOf(parent: unknown, part: string | number, key: boolean): unknown {
  if (isSeq(parent)) return parent.items[Number(part)];
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(part));
  return key ? pair?.key : (pair?.value ?? pair?.key);
}

function asNode(node: unknown): Node | null {
  return node === null || node === undefined ? null : (node as Node);
}
