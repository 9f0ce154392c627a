import type { Dialect } from '../core/dialect.ts';
import { jsonLine } from './forms/json-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

/** pino's levels. */
const WARN = 40;

export default {
  name: 'fastify-http-proxy',
  title: 'Fastify log (pino)',
  gateway: 'fastify-http-proxy',
  playable: true,
  source: 'https://fastify.dev/docs/latest/Reference/Logging/',
  read(line) {
    const fields = jsonLine(line, '"level":');
    const level = fields?.number('level') ?? null;
    if (!fields || level === null || fields.number('pid') === null || fields.number('time') === null) return null;
    const [request, response, error] = [fields.within('req'), fields.within('res'), fields.within('err')];
    const status = response?.number('statusCode') ?? null;
    const own = {
      at: fields.number('time'),
      status,
      method: request?.text('method') ?? null,
      target: request?.text('url') ?? null,
    };
    const id = fields.text('reqId');
    if (error && level >= WARN) {
      const message = error.text('message') ?? fields.text('msg');
      return { kind: 'error', ...own, id, code: error.text('code'), message };
    }
    const ms = fields.number('responseTime');
    return status === null ? NOTHING_WRONG : { kind: 'access', ...own, id, ms: ms === null ? null : Math.round(ms) };
  },
  examples: [
    '{"level":50,"time":1795403663921,"pid":565,"hostname":"vm","reqId":"steps-1","req":{"method":"POST","url":"/orders","host":"127.1.0.222:8080"},"res":{"statusCode":500},"err":{"type":"FastifyError","message":"Connection Reset: socket hang up","stack":"FastifyError: Connection Reset","code":"FST_REPLY_FROM_INTERNAL_SERVER_ERROR"},"msg":"Connection Reset"}',
    '{"level":30,"time":1795403665785,"pid":2380,"hostname":"vm","reqId":"steps-1","res":{"statusCode":503},"responseTime":7.92,"msg":"request completed"}',
    '{"level":30,"time":1795403663918,"pid":565,"hostname":"vm","reqId":"steps-1","req":{"method":"GET","url":"/"},"msg":"incoming request"}',
  ],
} satisfies Dialect;
