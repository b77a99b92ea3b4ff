// The reader's own files, a protocol and a scenario: as requests name them, and as they go along with a result, which could
// not be run again without them.

import { host } from '#host';
import { writeFile } from '../../../host/browser/files.js';
import { UsageError } from '../../../usage-error.js';

/** Their names in requests. */
export const OWN = { protocol: './mine.ts', scenario: './scenario.ts' } as const;

export type FileKind = keyof typeof OWN;
const KINDS = Object.keys(OWN) as FileKind[];

/** Their texts. */
export type OwnFiles = { readonly [Kind in FileKind]?: string };

/** Writes them to where requests find them. @throws UsageError when `config` names one that is not among them */
export function writeOwnFiles(files: OwnFiles, config: Partial<Record<FileKind, string>> = {}): void {
  const missing = KINDS.find((kind) => config[kind] === OWN[kind] && files[kind] === undefined);
  if (missing) throw new UsageError(`${OWN[missing]} did not come along, so that what ran is not known`);
  for (const [kind, text] of Object.entries(files)) writeFile(pathOf(kind as FileKind), text);
}

/** Returns those that `config` names, as they are now: whoever asks before a run has what will run. */
export function ownFilesIn(config: { readonly protocol: string; readonly scenario?: string }): OwnFiles {
  const own = KINDS.filter((kind) => config[kind] === OWN[kind]);
  return Object.fromEntries(own.map((kind) => [kind, host.readText(pathOf(kind))]));
}

function pathOf(kind: FileKind): string {
  return OWN[kind].slice(1);
}
