/**
 * Which requests are meant, told by what can be known once a request's head was read. All that is given must hold. The
 * words that count (`every`, `first`, `probability`) count those requests alone that fit path, method and headers, from 1
 * since the upstream was put into its state.
 */
export interface RequestSelector {
  /** The n-th, the 2n-th, and so on. */
  readonly every?: number | undefined;
  /** The first n. */
  readonly first?: number | undefined;
  /** Each with this probability, 0 to 1: see `chance`. */
  readonly probability?: number | undefined;
  /** Whole number that the chances follow from. */
  readonly seed?: number | undefined;
  /** A pattern for the target without its query: `*` stands for any octets. */
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  /** Patterns for the values of fields, by name. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
