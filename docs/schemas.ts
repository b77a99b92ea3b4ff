// Writes docs/schemas/NAME.schema.json for every schema: `npm run docs:schemas`, from the root of the project.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { jsonSchema } from '../dist/results/json-schema.js';
import { type SchemaName, schemas } from '../dist/results/schemas.js';

const FOLDER = 'docs/schemas';

mkdirSync(FOLDER, { recursive: true });
for (const old of readdirSync(FOLDER)) rmSync(`${FOLDER}/${old}`);
const names = Object.keys(schemas) as SchemaName[];
for (const name of names) {
  const file = `${FOLDER}/${name.replace('reftorture/', '')}.schema.json`;
  writeFileSync(file, `${JSON.stringify(jsonSchema(name), null, 2)}\n`);
}
console.log(`${names.length} schemas in ${FOLDER}`);
