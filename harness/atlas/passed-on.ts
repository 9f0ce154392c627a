/** An option as parseArgs hands it over among its tokens. */
interface Token {
  readonly kind: string;
  readonly index: number;
  readonly name?: string;
  readonly inlineValue?: boolean | undefined;
}

/** All arguments of this process but its own options and their values, as they were given. */
export function passedOn(tokens: readonly Token[], own: readonly string[]): string[] {
  const taken = tokens
    .filter(({ kind, name }) => kind === 'option' && name !== undefined && own.includes(name))
    .flatMap(({ index, inlineValue }) => (inlineValue ? [index] : [index, index + 1]));
  return process.argv.slice(2).filter((_, index) => !taken.includes(index));
}
