import httpProxy from '../../harness/gateways/http-proxy.ts';
import { testGateway } from './behaviour.ts';

await testGateway(httpProxy);
