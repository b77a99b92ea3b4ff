// The texts that the steps of a check point to: those of the package, and the reader's own.

import { basename } from 'node:path';
import { host } from '#host';
import { SourceTexts } from '../../../report/html/sources.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';

export function sourcesFor({ protocol }: ResolvedCheck): SourceTexts {
  if (protocol.entry) return new SourceTexts();
  return new SourceTexts({ [basename(protocol.file)]: host.readText(protocol.file) });
}
