// Part of `npm run build`: prints the models of the protocols that a new user asks for first. The others are made in a tenth of
// a second.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { make } from './make.js';
import { packagedModelPath, packed } from './packaged-models.js';

const FIRST = ['v4', 'old', 'v5', 'freeze-first'];

const files = FIRST.map((name) => join(SOURCE_ROOT, 'protocols', `${name}.ts`));
const folder = dirname(packagedModelPath(files[0] ?? ''));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const protocolFile of files) {
  const code = make({ sources: { protocolFile }, output: { kind: 'model', constants: {} } }) as ModelCode;
  writeFileSync(packagedModelPath(protocolFile), packed(code));
}
