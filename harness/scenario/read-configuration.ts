import { isIPv4 } from 'node:net';
import { type ConfigurationReader, READERS } from './configuration-readers.ts';

/** A configuration that was found, and what simple patterns tell of it; null where they do not. */
export interface ReadConfiguration {
  readonly kind: string;
  /** Where the gateway looks for it -> the name of the file that was found. */
  readonly files: Readonly<Record<string, string>>;
  readonly listen: { readonly port: number; readonly tls: boolean } | null;
  readonly host: string | null;
  /** `host:port`. */
  readonly upstream: string | null;
}

/** What there is of gateways' configurations among files, given as name -> content. One of each kind. */
export function readConfigurations(files: Readonly<Record<string, string>>): ReadConfiguration[] {
  return READERS.flatMap((reader) => {
    const name = reader.names.find((one) => files[one] !== undefined);
    return name === undefined ? [] : [readOne(reader, name, files)];
  });
}

function readOne(
  reader: ConfigurationReader,
  name: string,
  files: Readonly<Record<string, string>>,
): ReadConfiguration {
  const main = withoutComments(files[name] ?? '');
  const beside = besides(main, files);
  const text = [main, ...Object.values(beside).map((file) => withoutComments(files[file] ?? ''))].join('\n');
  const host = reader.host?.exec(text)?.[1] ?? null;
  return {
    kind: reader.kind,
    files: { [reader.path]: name, ...beside },
    listen: listenOf(reader, text, host),
    host: host !== null && isIPv4(host) ? null : host,
    upstream: upstreamOf(reader, text),
  };
}

/** Absolute paths that it names and whose files' names are there too. */
function besides(text: string, files: Readonly<Record<string, string>>): Record<string, string> {
  const paths = text.match(/(?<![\w./:])\/[\w./-]+\.\w+/g) ?? [];
  const named = paths.map((path): [string, string] => [path, path.slice(path.lastIndexOf('/') + 1)]);
  return Object.fromEntries(named.filter(([, file]) => files[file] !== undefined));
}

function listenOf(reader: ConfigurationReader, text: string, host: string | null): ReadConfiguration['listen'] {
  const [port] = reader.listen.flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
  // A site without a port has HTTPS of its own accord.
  if (port === undefined && reader.kind === 'caddy' && host !== null) return { port: 443, tls: true };
  return port === undefined ? null : { port: Number(port), tls: reader.tls?.test(text) === true };
}

function upstreamOf({ upstream }: ConfigurationReader, text: string): string | null {
  for (const pattern of upstream) {
    const [, host, port] = pattern.exec(text) ?? [];
    if (host !== undefined) return `${host}:${port ?? 80}`;
  }
  return null;
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\s#\s.*$/gm, '');
}
