// Test of docs/machines: what its page shows is made of the files beside it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tablesOf, withTables } from '../bench/machine-tables.js';

test('the tables are those of the results and of the published figures', () => {
  const folder = fileURLToPath(new URL('../docs/machines', import.meta.url));
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(withTables(page, tablesOf(folder))).toBe(page);
  expect(withTables(page.replaceAll(/\d/g, '7'), tablesOf(folder))).not.toBe(page);
});
