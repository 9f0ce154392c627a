import httpProxyMiddleware from '../../harness/gateways/http-proxy-middleware.ts';
import { testGateway } from './behaviour.ts';

await testGateway(httpProxyMiddleware);
