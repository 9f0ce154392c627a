import nginx from '../../harness/gateways/nginx.ts';
import { testGateway } from './behaviour.ts';

await testGateway(nginx);
