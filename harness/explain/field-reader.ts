/** Tells what a header field says; one object in one file of fields/. */
export interface FieldReader {
  /** The field's name, as it is written. */
  readonly name: string;
  /** Where its meaning is laid down. */
  readonly source: string;
  /** What it says, a sentence each, given the values of its lines; never throws. `now` is the time of the answer, epoch ms. */
  read(values: readonly string[], now: number): string[];
}
