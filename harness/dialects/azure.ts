import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { type JsonLine, jsonLine } from './forms/json-line.ts';
import { milliseconds } from './forms/milliseconds.ts';

/** What Front Door says where nothing went wrong. */
const NO_ERROR = 'NoError';

export default {
  name: 'azure',
  title: 'Azure Application Gateway and Front Door logs',
  gateway: 'azure',
  playable: false,
  source: 'https://learn.microsoft.com/azure/application-gateway/monitor-application-gateway-reference',
  read(line) {
    const fields = jsonLine(line, 'AccessLog');
    const properties = fields?.within('properties');
    if (!fields || !properties || !/AccessLog$/i.test(fields.text('category') ?? '')) return null;
    const at = instant(fields.text('time', 'timeStamp') ?? undefined);
    return properties.text('trackingReference') !== null ? ofFrontDoor(properties, at) : ofGateway(properties, at);
  },
  examples: [
    '{"timeStamp":"2026-11-23T03:14:22Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/G","operationName":"ApplicationGatewayAccess","category":"ApplicationGatewayAccessLog","properties":{"instanceId":"appgw_1","clientIP":"10.0.0.7","httpMethod":"GET","requestUri":"/cart","httpStatus":504,"sentBytes":562,"timeTaken":20.001,"serverRouted":"10.0.0.9:3000","serverStatus":"-","error_info":"ERRORINFO_UPSTREAM_TIMED_OUT","transactionId":"a1"}}',
    '{"time":"2026-11-23T03:14:22Z","category":"FrontDoorAccessLog","operationName":"Microsoft.Cdn/Profiles/AccessLog/Write","properties":{"trackingReference":"0abc","httpMethod":"GET","requestUri":"https://shop.example:443/cart","httpStatusCode":"503","timeTaken":"0.150","ErrorInfo":"OriginConnectionRefused","responseBytes":"291","originIp":"10.0.0.9:3000"}}',
    '{"time":"2026-11-23T03:14:22Z","category":"FrontDoorAccessLog","properties":{"trackingReference":"0abd","httpMethod":"GET","requestUri":"https://shop.example:443/","httpStatusCode":"200","timeTaken":"0.150","ErrorInfo":"NoError"}}',
  ],
} satisfies Dialect;

function ofGateway(properties: JsonLine, at: number | null): ReadLine {
  const status = properties.number('httpStatus');
  const error = properties.text('error_info');
  return {
    kind: 'access',
    at,
    method: properties.text('httpMethod'),
    target: properties.text('requestUri'),
    status,
    ms: milliseconds(properties.text('timeTaken') ?? undefined),
    bytes: properties.number('sentBytes'),
    upstream: properties.text('serverRouted'),
    code: error === 'ERRORINFO_NO_ERROR' ? null : error,
    id: properties.text('transactionId'),
  };
}

function ofFrontDoor(properties: JsonLine, at: number | null): ReadLine {
  const error = properties.text('ErrorInfo', 'errorInfo');
  return {
    kind: 'access',
    at,
    method: properties.text('httpMethod'),
    target: properties.text('requestUri'),
    status: properties.number('httpStatusCode'),
    ms: milliseconds(properties.text('timeTaken') ?? undefined),
    bytes: properties.number('responseBytes'),
    upstream: properties.text('originIp', 'originName'),
    code: error === NO_ERROR ? null : error,
    id: properties.text('trackingReference'),
  };
}
