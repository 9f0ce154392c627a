import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'hangs-up-on-an-early-answer',
    rule: 'R-9110-7.5-1',
    collateral: [],
    summary: 'The upstream connection is closed behind a response, though the rest of the request is still on its way.',
    patches: [
      {
        file: 'forward.ts',
        find: '} else if (connection.writable && !upload.complete) {',
        replace: '} else if (false) {',
      },
    ],
  },
  {
    name: 'closes-a-large-upload-unannounced',
    rule: 'R-9110-10.1.1-3',
    collateral: [],
    summary: 'An error for an upload that is too large to be drained does not say that the connection ends.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: 'accept, keep: exchange.keep });',
        replace:
          "accept, keep: exchange.keep || ((upload.left ?? 0) > 1_000_000 && failure.type !== 'connection_refused') });",
      },
    ],
  },
  {
    name: 'takes-a-body-for-requests',
    rule: 'R-9112-9.3-2',
    collateral: ['OP-32', 'R-9110-15-1'],
    summary:
      'Where no upstream could be reached the body is left unread, and what is read next is taken for a request.',
    patches: [{ file: 'upload.ts', find: 'this.#running ??= this.#pump();', replace: '' }],
  },
  {
    name: 'takes-an-early-413-for-a-broken-upload',
    rule: 'R-9112-9.5-3',
    collateral: ['expect', 'OP-06'],
    summary: 'A 413 that comes while the body is being sent becomes a 502.',
    patches: [
      {
        file: 'forward.ts',
        find: '    clearTimeout(deadline);\n    const framing',
        replace:
          "    clearTimeout(deadline);\n    if (head.status === 413 && !exchange.upload.received) throw new UpstreamFailure('connection_terminated', 'closed');\n    const framing",
      },
    ],
  },
  {
    name: 'resets-behind-an-early-answer',
    rule: 'OP-37',
    collateral: [],
    summary: 'A large upload that is answered early is not read any further: what is still on its way meets an RST.',
    patches: [
      {
        file: 'serve.ts',
        find: '  else await closeInStages(client, exchange.upload);',
        replace:
          '  else if ((exchange.upload.left ?? 0) > 1_000_000) client.reset();\n  else await closeInStages(client, exchange.upload);',
      },
    ],
  },
] satisfies Mutant[];
