import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** A template of its body factory, and the reason phrase, which often tells more. */
function page(title: string, causes: readonly ErrorType[], reason?: RegExp): Page {
  const head = `<HTML>\\n<HEAD>\\n<TITLE>${title}</TITLE>\\n</HEAD>\\n\\n<BODY BGCOLOR="white" FGCOLOR="black">\\n<H1>${title}</H1>\\n<HR>`;
  const rest = '\\n\\n<FONT FACE="Helvetica,Arial"><B>\\nDescription: [^<]{5,600}</B></FONT>\\n<HR>\\n</BODY>';
  return { status: /^[45]/, body: new RegExp(`^${head}${rest}(?:\\n</HTML>)?$`), causes, reason };
}

export default {
  name: 'trafficserver',
  title: 'Apache Traffic Server',
  source: 'Traffic Server configs/body_factory/default and proxy/http/HttpTransact.cc; recorded from 9.2.9',
  server: /^ATS(?:\/|$)/,
  traces: [
    ['Server', /^ATS(?:\/|$)/],
    ['Via', /\bApacheTrafficServer\b|\(ATS\)/],
  ],
  pages: [
    page('Could Not Connect', ['connection_refused'], /^Connection refused$/i),
    page('Could Not Connect', NO_TLS, /^SSL/i),
    page('Could Not Connect', [...NOT_CONNECTED, 'destination_unavailable', ...NO_TLS]),
    page('Server Connection Closed', BROKEN_OFF),
    page('Web Server Error', [...BAD_ANSWER, ...BROKEN_OFF]),
    page('(?:Inactivity Timeout|Maximum Transaction Time Exceeded|Activity Timeout)', TOO_SLOW),
    page('Unknown Host', NO_NAME),
    page('Cycle Detected', ['proxy_loop_detected']),
    page('Not Found on Accelerator', ['destination_not_found']),
    page('(?:Cache Read Error|Transcoding Not Available)', OF_ITS_OWN),
    page('[^<\\n]{3,80}', []),
  ],
  lookAt: 'error.log and diags.log of Traffic Server, and `crc` and `pssc` in its access log',
} satisfies Maker;
