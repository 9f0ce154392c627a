import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'sends-a-body-behind-a-head',
    rule: 'R-9110-9.3.2-1',
    collateral: ['OP-32', 'R-9112-6.3-1'],
    summary: 'The error for an upstream that hung up has its body in answer to a HEAD too.',
    patches: [
      {
        file: 'error-response.ts',
        find: "options.method === 'HEAD' ? head",
        replace: "options.method === 'HEAD' && type !== 'connection_terminated' ? head",
      },
    ],
  },
  {
    name: 'has-no-words-for-a-refusal',
    rule: 'R-9110-15.6-1',
    collateral: [],
    summary: 'The error for a refused connection has an empty body.',
    patches: [
      {
        file: 'error-response.ts',
        find: '  const body = errorBody(status, sentence, options.accept);',
        replace:
          "  const body = { ...errorBody(status, sentence, options.accept), ...(type === 'connection_refused' ? { content: Buffer.alloc(0) } : {}) };",
      },
    ],
  },
  {
    name: 'does-not-say-what-its-page-is',
    rule: 'OP-43',
    collateral: [],
    summary: 'The error for a refused connection has a body and no Content-Type.',
    patches: [
      {
        file: 'error-response.ts',
        find: "    ['Content-Type', body.type],",
        replace: "    ...(type === 'connection_refused' ? [] : [['Content-Type', body.type] as const]),",
      },
    ],
  },
  {
    name: 'answers-programs-in-html',
    rule: 'OP-42',
    collateral: [],
    summary: 'A 502 is a web page for everybody who names a form, JSON or not.',
    patches: [
      {
        file: 'error-body.ts',
        find: 'if (/\\bjson\\b/i.test(accept)) {',
        replace: 'if (/\\bjson\\b/i.test(accept) && status !== 502) {',
      },
      { file: 'error-body.ts', find: 'if (/\\btext\\/html\\b/i.test(accept)) {', replace: 'if (accept) {' },
    ],
  },
  {
    name: 'pastes-its-json-together',
    rule: 'OP-42',
    collateral: [],
    summary: 'An error in JSON is put together by hand, and a brace is missing.',
    patches: [
      {
        file: 'error-body.ts',
        find: '`${JSON.stringify({ title, status, detail: sentence })}\\n`',
        replace: '`{"title":"${title}","detail":"${sentence}"\\n`',
      },
    ],
  },
  {
    name: 'lets-its-errors-stay-fresh',
    rule: 'OP-35',
    collateral: [],
    summary: 'The error for a refused connection may be stored for a minute.',
    patches: [
      {
        file: 'error-response.ts',
        find: "['Cache-Control', 'no-store']",
        replace: "['Cache-Control', type === 'connection_refused' ? 'max-age=60' : 'no-store']",
      },
    ],
  },
  {
    name: 'signs-with-its-release',
    rule: 'R-9110-10.2.4-1',
    collateral: [],
    summary: 'The error for a refused connection names the release in Server.',
    patches: [
      {
        file: 'error-response.ts',
        find: "    ['Cache-Control', 'no-store'],",
        replace:
          "    ['Cache-Control', 'no-store'],\n    ...(type === 'connection_refused' ? [['Server', 'gatecrash-reference/1.0.0'] as const] : []),",
      },
    ],
  },
  {
    name: 'prints-its-release-below-the-page',
    rule: 'OP-41',
    collateral: [],
    summary: 'An error page names the release, as a footer.',
    patches: [
      {
        file: 'error-body.ts',
        find: '<p>${sentence}</p>',
        replace: '<p>${sentence}</p><hr><address>gatecrash-reference/1.0.0</address>',
      },
    ],
  },
  {
    name: 'tells-its-release-in-via',
    rule: 'OP-41',
    collateral: [],
    summary: 'The error for a refused connection has a Via with product and release.',
    patches: [
      {
        file: 'error-response.ts',
        find: "    ['Cache-Control', 'no-store'],",
        replace:
          "    ['Cache-Control', 'no-store'],\n    ...(type === 'connection_refused' ? [['Via', `1.1 ${PSEUDONYM} (gatecrash/1.0.0)`] as const] : []),",
      },
    ],
  },
  {
    name: 'looks-like-its-upstream',
    rule: 'OP-09',
    collateral: [],
    summary: 'An error has just the fields that a response of the upstream has when it was passed on.',
    patches: [
      { file: 'error-response.ts', find: "    ['Cache-Control', 'no-store'],\n", replace: '' },
      {
        file: 'error-response.ts',
        find: "['Proxy-Status', `${PSEUDONYM}; error=${type}`]",
        replace: "['Via', `1.1 ${PSEUDONYM}`]",
      },
    ],
  },
  {
    name: 'forgets-to-log-silence',
    rule: 'OP-46',
    collateral: [],
    summary: 'A read timeout leaves no line in the log.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: '  log({ event, error: type, status, id, upstream,',
        replace: "  if (type !== 'connection_read_timeout') log({ event, error: type, status, id, upstream,",
      },
    ],
  },
] satisfies Mutant[];
