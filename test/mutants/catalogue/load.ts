import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'works-on-for-nobody',
    rule: 'OP-38',
    collateral: ['OP-31'],
    summary: 'When the client is gone in mid-response the rest is read to its end all the same.',
    patches: [
      {
        file: 'forward.ts',
        find: "  exchange.gone.addEventListener('abort', cancel);\n  if (exchange.gone.aborted) cancel();\n",
        replace: '',
      },
      {
        file: 'relay.ts',
        find: '    await client.send(encode(piece));',
        replace: '    await client.send(encode(piece)).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'asks-twice-whatever-came',
    rule: 'OP-13',
    collateral: ['OP-12'],
    summary: 'A GET whose connection was closed without an answer is always sent once more, to the same upstream too.',
    patches: [{ file: 'retry.ts', find: 'return closed && (reused || another) &&', replace: 'return closed &&' }],
  },
] satisfies Mutant[];
