import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

export default {
  name: 'go-reverse-proxy',
  title: "a program on Go's httputil.ReverseProxy",
  source: 'Go net/http/httputil/reverseproxy.go, defaultErrorHandler: WriteHeader(StatusBadGateway) and nothing else',
  server: null,
  traces: [],
  pages: [
    {
      status: [502],
      body: 'empty',
      head: { Server: null, 'Content-Type': null, 'Content-Length': /^0$/, Date: /./ },
      proof: 'faint',
      causes: [...NOT_CONNECTED, ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, ...NO_NAME, ...TOO_SLOW],
    },
  ],
  lookAt: 'the output of the program, in a line that begins with `http: proxy error:`',
} satisfies Maker;
