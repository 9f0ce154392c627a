import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

const BODY =
  /^<!DOCTYPE html><html lang="en"><title>(\d{3} [^<]+)<\/title><body><h1>\1<\/h1><footer>nghttpx(?: nghttp2\/(?<version>[\d.]+))?[^<]{0,60}<\/footer><\/body><\/html>$/;

export default {
  name: 'nghttpx',
  title: 'nghttpx',
  source: 'nghttp2 src/shrpx_http.cc, create_error_html; recorded from 1.52.0',
  server: /^nghttpx(?:$| |\/)/,
  traces: [['Via', /\bnghttpx\b/]],
  pages: [
    {
      status: [502],
      body: BODY,
      causes: [
        ...NOT_CONNECTED,
        'destination_unavailable',
        ...BROKEN_OFF,
        ...BAD_ANSWER,
        ...NO_TLS,
        ...NO_NAME,
        'connection_write_timeout',
      ],
    },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: [503], body: BODY, causes: [...NOT_CONNECTED, 'destination_unavailable'] },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt: 'the error log of nghttpx (errorlog-file), at level INFO',
} satisfies Maker;
