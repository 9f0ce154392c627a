import haproxy from '../../harness/gateways/haproxy.ts';
import { testGateway } from './behaviour.ts';

await testGateway(haproxy);
