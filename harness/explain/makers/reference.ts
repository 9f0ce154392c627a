import type { Maker } from '../maker.ts';

export default {
  name: 'reference',
  title: "gatecrash's reference gateway",
  source: 'harness/gateways/reference/error-body.ts',
  server: null,
  traces: [
    ['Via', /\bgatecrash-reference\b/],
    ['Proxy-Status', /\bgatecrash-reference\b/],
  ],
  pages: [
    {
      status: /^[45]/,
      body: /^(?:<!doctype html><title>\d{3} [^<]+<\/title><p>[^<]+<\/p>|\d{3} [A-Z][A-Za-z ]+: [^\n]+|\{"title":"[^"]+","status":\d{3},"detail":"[^"]+"\})$/,
      head: { 'Proxy-Status': /(?:^|, )gatecrash-reference(?:;[^,]*)?; error=/ },
      causes: [],
    },
  ],
  lookAt: 'its output: a line for each error, with the type of Proxy-Status',
} satisfies Maker;
