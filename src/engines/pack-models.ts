// Part of `npm run build`: prints the packaged models.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { make } from './make.js';
import { PACKAGED, PACKAGED_MODELS, packed } from './packaged-models.js';

const models = PACKAGED.map((name) => {
  const sources = { protocolFile: join(SOURCE_ROOT, 'protocols', `${name}.ts`) };
  return [name, make({ sources, output: { kind: 'model', constants: {} } }) as ModelCode] as const;
});
writeFileSync(PACKAGED_MODELS, packed(new Map(models)));
