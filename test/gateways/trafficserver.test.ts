import trafficserver from '../../harness/gateways/trafficserver.ts';
import { testGateway } from './behaviour.ts';

await testGateway(trafficserver);
