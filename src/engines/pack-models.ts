// Part of `npm run build`: prints the models of the registry's protocols, but for mutants.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { protocols } from '../protocols/index.js';
import { make } from './make.js';
import { packagedModelPath, packed } from './packaged-models.js';

const files = protocols.filter(({ mutant }) => !mutant).map(({ file }) => join(SOURCE_ROOT, 'protocols', file));
const folder = dirname(packagedModelPath(files[0] ?? ''));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const protocolFile of files) {
  const code = make({ sources: { protocolFile }, output: { kind: 'model', constants: {} } }) as ModelCode;
  writeFileSync(packagedModelPath(protocolFile), packed(code));
}
