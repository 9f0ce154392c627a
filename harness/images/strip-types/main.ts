import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

// `node main.ts FOLDER`: turns every .ts file in the folder into a .js file that imports .js files.

const RELATIVE_IMPORT = /((?:\bfrom|\bimport)\s*\(?\s*'\.[^']+)\.ts'/g;

const folder = process.argv[2] ?? '.';
for (const file of globSync('**/*.ts', { cwd: folder })) {
  const path = join(folder, file);
  const text = stripTypeScriptTypes(readFileSync(path, 'utf8')).replaceAll(RELATIVE_IMPORT, "$1.js'");
  writeFileSync(path.replace(/ts$/, 'js'), text);
  rmSync(path);
}
