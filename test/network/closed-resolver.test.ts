import t from 'tap';
import { testsInNamespace } from '../support/tests-in-namespace.ts';

await testsInNamespace(t, new URL('./programs/closed-resolver.ts', import.meta.url));
