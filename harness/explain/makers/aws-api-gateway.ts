import type { Maker, Page } from '../maker.ts';

const HEAD: readonly Page['head'][] = [{ 'x-amz-apigw-id': /./ }, { 'apigw-requestid': /./ }];

function pages(status: number, message: string, causes: Page['causes'], note: string): Page[] {
  const body = new RegExp(`^\\{"message": ?"${message}"\\}$`);
  return HEAD.map((head) => ({ status: [status], body, head, causes, note }));
}

export default {
  name: 'aws-api-gateway',
  title: 'Amazon API Gateway',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
  server: null,
  traces: [
    ['x-amz-apigw-id', /./],
    ['apigw-requestid', /./],
  ],
  pages: [
    ...pages(
      502,
      '(?:Internal server error|Bad Gateway)',
      ['http_protocol_error'],
      'Most often a Lambda function answered in the wrong shape, or failed.',
    ),
    ...pages(
      504,
      '(?:Endpoint request timed out|Gateway Timeout)',
      ['http_response_timeout'],
      'The integration took longer than it may (29 s by default).',
    ),
    ...pages(
      503,
      'Service Unavailable',
      ['destination_unavailable', 'connection_timeout'],
      'The integration could not be reached.',
    ),
    ...pages(500, 'Internal [Ss]erver [Ee]rror', [], 'The integration or its configuration failed.'),
  ],
  lookAt: 'the execution log and the access log of the API stage ($context.integrationErrorMessage), by the request id',
} satisfies Maker;
