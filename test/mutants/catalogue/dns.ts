import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'never-looks-up-a-name-again',
    rule: 'OP-26',
    collateral: ['expect'],
    summary: 'An address that once took a connection is used for its name ever after.',
    patches: [
      {
        file: 'upstream.ts',
        find: '/** One upstream of one slot, with its pool. */',
        replace: 'const known = new Map<string, string>();\n\n/** One upstream of one slot, with its pool. */',
      },
      {
        file: 'upstream.ts',
        find: '    const host = await resolve(address.host, resolver, gone);\n    return new UpstreamConnection(await connect({ host, port: address.port }, timeouts.connect, gone), timeouts);',
        replace:
          '    const host = known.get(address.host) ?? (await resolve(address.host, resolver, gone));\n    const socket = await connect({ host, port: address.port }, timeouts.connect, gone);\n    known.set(address.host, host);\n    return new UpstreamConnection(socket, timeouts);',
      },
    ],
  },
] satisfies Mutant[];
