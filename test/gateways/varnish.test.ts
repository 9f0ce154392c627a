import varnish from '../../harness/gateways/varnish.ts';
import { testGateway } from './behaviour.ts';

await testGateway(varnish);
