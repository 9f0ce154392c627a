import { BAD_ANSWER, BROKEN_OFF, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

export default {
  name: 'heroku',
  title: 'Heroku router',
  source: 'https://devcenter.heroku.com/articles/error-codes',
  server: null,
  traces: [
    ['Via', /\bvegur\b|\bheroku-router\b/],
    ['Server', /^Heroku$/],
  ],
  pages: [
    {
      status: [502, 503, 504],
      body: /^<!DOCTYPE html>\s*<html>\s*<head>[\s\S]{0,600}?<title>Application Error<\/title>[\s\S]{0,900}?<iframe\s+src="(?:https?:)?\/\/www\.herokucdn\.com\/error-pages\/application-error\.html"/,
      causes: [
        'destination_unavailable',
        ...NOT_CONNECTED,
        ...BROKEN_OFF,
        ...BAD_ANSWER,
        ...TOO_SLOW,
        'connection_limit_reached',
        ...NO_TLS,
      ],
      note: 'The code (H10 to H99) that tells the cause is in the log of the app alone.',
    },
    {
      status: [503],
      body: /^<!DOCTYPE html>\s*<html>\s*<head>[\s\S]{0,600}?<title>Offline for Maintenance<\/title>[\s\S]{0,900}?<iframe\s+src="(?:https?:)?\/\/www\.herokucdn\.com\/error-pages\/maintenance-mode\.html"/,
      causes: ['proxy_internal_response'],
      note: 'The operator has put the app into maintenance mode.',
    },
  ],
  lookAt: "the app's log (`heroku logs --tail`), in the line with `at=error code=H…` and this request_id",
} satisfies Maker;
