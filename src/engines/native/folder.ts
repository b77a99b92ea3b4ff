// Folders of the user's that may not be there yet.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes `folder`, and those above it, if need be. Node's own recursive mkdir never ends below /proc. @throws what the system says */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}
