/** Keys and indexes from the root of a YAML document to one of its values. */
export type Path = readonly (string | number)[];

/** A path for people: `steps.0.expect.status`. */
export function formatPath(path: Path): string {
  return path.join('.');
}
