// Part of `npm run build`: prints the packaged models.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { make } from './make.js';
import { PACKAGED, packagedModelPath, packed } from './packaged-models.js';

const files = PACKAGED.map((name) => join(SOURCE_ROOT, 'protocols', `${name}.ts`));
const folder = dirname(packagedModelPath(files[0] ?? ''));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const protocolFile of files) {
  const code = make({ sources: { protocolFile }, output: { kind: 'model', constants: {} } }) as ModelCode;
  writeFileSync(packagedModelPath(protocolFile), packed(code));
}
