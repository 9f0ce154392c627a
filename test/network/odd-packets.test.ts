import t from 'tap';
import { testsInNamespace } from '../support/tests-in-namespace.ts';

await testsInNamespace(t, new URL('./programs/odd-packets.ts', import.meta.url));
