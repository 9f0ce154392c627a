import type { ReadConfiguration } from './read-configuration.ts';

/** The name in gatecrash.yaml of a gateway whose configuration was found. */
export function starterName({ kind }: ReadConfiguration): string {
  return `my-${kind}`;
}

/** The entry of gatecrash.yaml for it: what was read stands there, and what could not be told is a guess that says so. */
export function starterGateway(read: ReadConfiguration): string {
  const { kind, files, listen, host, upstream } = read;
  const [main = ''] = Object.values(files);
  const unsure = `   # a guess: ${main} does not tell by itself; correct it`;
  const port = listen ? `${listen.tls ? 'https://' : ''}${listen.port}` : `80${unsure}`;
  const lines = [
    `  # ${main}, run as it stands. What follows was read from it: correct what is wrong.`,
    `  ${starterName(read)}:`,
    `    extends: ${kind}`,
    '    # Where the gateway looks for its files: the ./path of each from this folder. Add what they include.',
    '    files:',
    ...Object.entries(files).map(([path, file]) => `      ${path}: ./${file}`),
    '    # Its port; https:// before it where it speaks TLS to clients.',
    `    listen: ${port}`,
    '    # The Host that requests are for, where it goes by that.',
    host === null ? '    # host: www.example.com' : `    host: ${host}`,
    '    # Host and port of its upstreams, as they stand in it; a second one is `other`.',
    upstream === null ? `    upstreams: { app: "app:3000" }${unsure}` : `    upstreams: { app: "${upstream}" }`,
    '    # Which paths lead to which upstream, where that is not all of them.',
    '    # routes: { app: /api/ }',
    '    # What it says of its timeouts to upstreams; without this, --max-wait bounds an answer.',
    '    # timeouts: { connect: 5s, read: 60s }',
    '    # What it does: keepalive, cache, run-time-dns.',
    '    # features: [keepalive]',
  ];
  return `${lines.join('\n')}\n`;
}
