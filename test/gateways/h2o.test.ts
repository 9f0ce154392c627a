import h2o from '../../harness/gateways/h2o.ts';
import { testGateway } from './behaviour.ts';

await testGateway(h2o);
