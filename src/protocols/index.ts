// The registry: the only list of protocols. A new one is a file in this folder, named after the protocol, and an entry in
// designs.ts or mutants.ts.

import { designs } from './designs.js';
import type { ProtocolEntry } from './entry.js';
import { mutants } from './mutants.js';

export { type Demonstration, type ProtocolEntry, type Violation, violations } from './entry.js';

export const protocols: readonly ProtocolEntry[] = [...designs, ...mutants].map(({ name, description, ...facts }) => ({
  name,
  description,
  file: `${name}.ts`,
  ...facts,
}));
