// Writes docs/schemas/NAME.schema.json for every schema, and the keys of requests into docs/library.md: `npm run
// docs:schemas`, from the root of the project.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { jsonSchema } from '../dist/results/json-schema.js';
import { type SchemaName, schemas } from '../dist/results/schemas.js';
import { withRequestKeys } from './request-keys.js';

const FOLDER = 'docs/schemas';
const LIBRARY = 'docs/library.md';

mkdirSync(FOLDER, { recursive: true });
for (const old of readdirSync(FOLDER)) rmSync(`${FOLDER}/${old}`);
const names = Object.keys(schemas) as SchemaName[];
for (const name of names) {
  const file = `${FOLDER}/${name.replace('reftorture/', '')}.schema.json`;
  writeFileSync(file, `${JSON.stringify(jsonSchema(name), null, 2)}\n`);
}
writeFileSync(LIBRARY, withRequestKeys(readFileSync(LIBRARY, 'utf8')));
console.log(`${names.length} schemas in ${FOLDER}`);
