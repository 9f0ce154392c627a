/** Absolute paths of certificates and keys that texts of a configuration name, each once. */
export function certificatePaths(texts: readonly string[]): string[] {
  const named = texts.flatMap((text) => text.match(/(?<![\w.])\/[\w./@-]+\.(?:pem|crt|cer|cert|key)(?![\w.])/g) ?? []);
  return [...new Set(named)];
}
