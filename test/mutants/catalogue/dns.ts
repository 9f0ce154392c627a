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
        find: '    const host = await resolve(address.host, resolver, gone);',
        replace: '    const host = known.get(address.host) ?? (await resolve(address.host, resolver, gone));',
      },
      {
        file: 'upstream.ts',
        find: '    return new UpstreamConnection(line, timeouts);',
        replace: '    known.set(address.host, host);\n    return new UpstreamConnection(line, timeouts);',
      },
    ],
  },
] satisfies Mutant[];
