// The reader's own files, a protocol and a scenario: as requests name them, and as they go along with a result, which could
// not be run again without them.

import { host } from '#host';
import { writeFile } from '../../../host/browser/files.js';

/** Their texts. */
export interface OwnFiles {
  readonly protocol?: string;
  readonly scenario?: string;
}

/** Their names in requests. */
export const OWN_PROTOCOL = './mine.ts';
export const OWN_SCENARIO = './scenario.ts';

/** Writes them to where requests find them. */
export function writeOwnFiles({ protocol, scenario }: OwnFiles): void {
  if (protocol !== undefined) writeFile(pathOf(OWN_PROTOCOL), protocol);
  if (scenario !== undefined) writeFile(pathOf(OWN_SCENARIO), scenario);
}

/** Returns those that `config` names, as they are now: whoever asks before a run has what will run. */
export function ownFilesIn(config: { readonly protocol: string; readonly scenario?: string }): OwnFiles {
  return {
    ...(config.protocol === OWN_PROTOCOL && { protocol: host.readText(pathOf(OWN_PROTOCOL)) }),
    ...(config.scenario === OWN_SCENARIO && { scenario: host.readText(pathOf(OWN_SCENARIO)) }),
  };
}

function pathOf(name: string): string {
  return name.slice(1);
}
