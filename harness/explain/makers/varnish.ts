import { BAD_ANSWER, BROKEN_OFF, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

const XML =
  '(?:<\\?xml version="1\\.0" encoding="utf-8"\\?>\\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1\\.0 Strict//EN"\\n ?"http://www\\.w3\\.org/TR/xhtml1/DTD/xhtml1-strict\\.dtd">|<!DOCTYPE html>)';

/** Of vcl_synth and vcl_backend_error in builtin.vcl; the older form of Varnish 3 differs in its first lines. */
function page(status: Page['status'], reason: string, causes: readonly ErrorType[]): Page {
  const head = `<html>\\n {2}<head>\\n {4}<title>\\d{3} ${reason}</title>\\n {2}</head>\\n {2}<body>`;
  const said = `\\n {4}<h1>Error \\d{3} ${reason}</h1>\\n {4}<p>${reason}</p>`;
  const foot =
    '\\n {4}<h3>Guru Meditation:</h3>\\n {4}<p>XID: (?<id>\\d+)</p>\\n {4}<hr>\\n {4}<p>Varnish cache server</p>\\n {2}</body>\\n</html>';
  return { status, body: new RegExp(`^${XML}\\n${head}${said}${foot}$`), causes };
}

export default {
  name: 'varnish',
  title: 'Varnish Cache',
  source: 'Varnish bin/varnishd/builtin.vcl; recorded from 7.1.1',
  server: /^Varnish$/i,
  traces: [
    ['Server', /^Varnish$/i],
    ['X-Varnish', /^\d+(?: \d+)?$/],
    ['Via', /\bvarnish\b/i],
  ],
  pages: [
    page([503], '(?:Backend fetch failed|Service Unavailable)', [
      ...NOT_CONNECTED,
      'destination_unavailable',
      'connection_limit_reached',
      ...BROKEN_OFF,
      ...BAD_ANSWER,
      ...TOO_SLOW,
    ]),
    page([503], 'VCL failed', ['proxy_configuration_error']),
    page(/^[45]/, '[^<\\n]{1,120}', []),
  ],
  lookAt: 'varnishlog of this transaction (`varnishlog -q "vxid == XID"`), in its FetchError record',
} satisfies Maker;
