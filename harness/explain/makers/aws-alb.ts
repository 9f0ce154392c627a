import { BAD_ANSWER, BROKEN_OFF, NO_TLS, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

/** Like nginx's page, with no name in its foot. */
const BODY = nginxPage('');

export default {
  name: 'aws-alb',
  title: 'AWS Application Load Balancer',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  server: /^awselb\/2\.0$/,
  traces: [['Server', /^awselb\//]],
  pages: [
    {
      status: [502],
      body: BODY,
      causes: ['connection_refused', 'destination_ip_unroutable', ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS],
    },
    {
      status: [503],
      body: BODY,
      causes: ['destination_unavailable'],
      note: 'No target is registered, or none is in use.',
    },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW, 'http_response_incomplete'] },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt:
    'the access log of the load balancer, in elb_status_code, target_status_code, the three processing times and error_reason',
} satisfies Maker;
