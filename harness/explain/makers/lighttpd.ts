import { BAD_ANSWER, BROKEN_OFF, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

const BODY =
  /^<\?xml version="1\.0" encoding="(?:iso-8859-1|utf-8)"\?>\n<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0 Transitional\/\/EN"\n {9}"http:\/\/www\.w3\.org\/TR\/xhtml1\/DTD\/xhtml1-transitional\.dtd">\n<html xmlns="http:\/\/www\.w3\.org\/1999\/xhtml" xml:lang="en" lang="en">\n <head>\n {2}<title>(\d{3} [^<\n]+)<\/title>\n <\/head>\n <body>\n {2}<h1>\1<\/h1>\n <\/body>\n<\/html>$/;

export default {
  name: 'lighttpd',
  title: 'lighttpd',
  source: 'lighttpd src/response.c, http_response_errdoc_init; recorded from 1.4.69',
  server: /^lighttpd(?:\/|$)/i,
  traces: [['Server', /^lighttpd(?:\/|$)/i]],
  pages: [
    { status: [503], body: BODY, causes: [...NOT_CONNECTED, 'destination_unavailable', 'connection_limit_reached'] },
    { status: [502], body: BODY, causes: [...BAD_ANSWER, ...BROKEN_OFF] },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: [500], body: BODY, causes: [...BROKEN_OFF, ...BAD_ANSWER, 'destination_ip_unroutable', ...OF_ITS_OWN] },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt: 'the error log of lighttpd, in the lines of gw_backend.c and mod_proxy.c at that time',
} satisfies Maker;
