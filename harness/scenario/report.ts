import { isScalar } from 'yaml';
import type { z } from 'zod';
import { comparePlaces, formatPlace, type Place } from '../core/place.ts';
import type { Problem } from '../core/problem.ts';
import { checkSchema } from './check-schema.ts';
import type { Path } from './path.ts';
import { placeholdersIn } from './placeholder.ts';
import { describeAt, findNode, placeOf, type Source } from './source.ts';

/** What to say of a value besides where it is. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether the key or the value of the path is meant; the value by default. */
  readonly at?: 'key' | 'value' | undefined;
}

/** Collects what is wrong with one YAML document, each problem with its place, and never throws. */
export class Report {
  readonly #source: Source;
  readonly #row: number | null;
  readonly #problems: Problem[];

  /** `row` is the matrix row whose cells are filled in. */
  constructor(source: Source, row: number | null = null, problems: Problem[] = []) {
    this.#source = source;
    this.#row = row;
    this.#problems = problems;
  }

  /** Another report on the same document, with the cells of a matrix row filled in. */
  forRow(row: number | null): Report {
    return new Report(this.#source, row, this.#problems);
  }

  /** Every problem so far, in the order of the file. What several rows share is told once, and what a gap entails never. */
  get problems(): Problem[] {
    const gaps = new Set(this.#problems.filter(({ code }) => code === 'unknown-placeholder').map(placeKey));
    const telling = this.#problems.filter(
      (problem) => problem.code === 'unknown-placeholder' || !gaps.has(placeKey(problem)),
    );
    const keyOf = (problem: Problem): string => [placeKey(problem), problem.code, problem.message].join('\n');
    return [...new Map(telling.map((problem) => [keyOf(problem), problem])).values()].sort((a, b) =>
      comparePlaces(a.place, b.place),
    );
  }

  /** Notes a problem; returns null, so that a caller can say so and give up the value in one go. */
  add(path: Path, { code, message, hint, at }: Complaint): null {
    const place = placeOf(this.#source, this.#cell(path, at), at);
    this.#problems.push({
      code,
      place,
      hint,
      ...describeAt(this.#source, place, path.slice(0, at === 'key' ? -1 : undefined), message),
    });
    return null;
  }

  /** The value as a schema reads it; undefined, with every deviation noted, where it does not fit. */
  check<Value>(schema: z.ZodType<Value>, value: unknown, path: Path): Value | undefined {
    const checked = checkSchema(schema, value);
    if (checked.ok) return checked.value;
    for (const issue of checked.issues) this.add([...path, ...issue.path], issue);
    return undefined;
  }

  /** Where a value stands in the file. */
  place(path: Path): Place {
    return placeOf(this.#source, path);
  }

  /** Where a key stands in the file. */
  keyPlace(path: Path): Place {
    return placeOf(this.#source, path, 'key');
  }

  /** The path of the matrix cell that a value came from; its own path where it came from none. */
  #cell(path: Path, at: 'key' | 'value' = 'value'): Path {
    const { node, rest } = findNode(this.#source, path);
    const isInCell = at === 'value' || rest.length > 0;
    if (this.#row === null || !isInCell || !isScalar(node)) return path;
    const [key, ...others] = placeholdersIn(node.value);
    if (key === undefined || others.length > 0) return path;
    const cell = ['matrix', this.#row, key];
    return findNode(this.#source, cell).rest.length === 0 ? [...cell, ...rest] : path;
  }
}

function placeKey({ place }: Problem): string {
  return place ? formatPlace(place) : '';
}
