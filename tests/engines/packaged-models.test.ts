// Packaged models beside those that are made anew.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { make } from '../../src/engines/make.js';
import { PACKAGED, packagedModel } from '../../src/engines/packaged-models.js';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';

test.each(PACKAGED)('the packaged model of %s is that of its sources', (name) => {
  const protocolFile = join(SOURCE_ROOT, 'protocols', `${name}.ts`);
  const made = make({ sources: { protocolFile }, output: { kind: 'model', constants: {} } });
  expect(packagedModel(protocolFile)).toEqual(made);
});

test('other files have none, whatever their names', () => {
  expect(packagedModel(join(SOURCE_ROOT, 'protocols', 'sticky.ts'))).toBeUndefined();
  expect(packagedModel('/elsewhere/v4.ts')).toBeUndefined();
});
