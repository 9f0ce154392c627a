/** `${name}`; a further `$` in front makes it plain text. */
const PLACEHOLDER = /\$?\$\{([^{}]*)\}/g;

/** The distinct names of the placeholders in a text; none where the value is no text. */
export function placeholdersIn(value: unknown): string[] {
  if (typeof value !== 'string' || !value.includes('${')) return [];
  const names = [...value.matchAll(PLACEHOLDER)]
    .filter(([whole]) => !whole.startsWith('$$'))
    .map(([, name]) => name ?? '');
  return [...new Set(names)];
}

/** The one name of a text that is nothing but a placeholder. */
export function solePlaceholder(text: string): string | undefined {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1];
}

/** The text with its placeholders replaced; `$${` becomes `${`. */
export function replacePlaceholders(text: string, fill: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => (whole.startsWith('$$') ? whole.slice(1) : fill(name)));
}
