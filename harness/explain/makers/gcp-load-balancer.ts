import { BAD_ANSWER, BROKEN_OFF, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

const CAUSES = ['destination_unavailable', ...NOT_CONNECTED, ...BROKEN_OFF, ...BAD_ANSWER, ...TOO_SLOW] as const;

export default {
  name: 'gcp-load-balancer',
  title: "Google Cloud's load balancer or front end",
  source: 'https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring',
  server: null,
  traces: [
    ['Via', /^1\.1 google$/],
    ['Server', /^Google Frontend$/],
  ],
  pages: [
    {
      status: [500, 502, 503, 504],
      body: /^<html><head>\n<meta http-equiv="content-type" content="text\/html;charset=utf-8">\n<title>50\d Server Error<\/title>\n<\/head>\n<body text=#000000 bgcolor=#ffffff>\n<h1>Error: Server Error<\/h1>\n<h2>The (?:server encountered (?:a temporary|an) error and could not complete your request\.<p>Please try again in 30 seconds\.|service you requested is not available (?:at this time|yet)\.<p>[^<]{5,80})<\/h2>\n<h2><\/h2>\n<\/body><\/html>$/,
      causes: CAUSES,
    },
    {
      status: [500, 502, 503],
      body: /^<!DOCTYPE html>\n<html lang=en>[\s\S]{0,3000}?<a href=\/\/www\.google\.com\/><span id=logo aria-label=Google><\/span><\/a>\s*<p><b>50\d\.<\/b> <ins>That’s an error\.<\/ins>/,
      causes: CAUSES,
    },
  ],
  lookAt: "the load balancer's log in Cloud Logging, in jsonPayload.statusDetails, which tells the cause",
} satisfies Maker;
