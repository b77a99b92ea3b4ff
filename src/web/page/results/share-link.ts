// A result in the fragment of a link, which browsers do not send to a server, and with it the files of one's own without
// which it could not be run again. What a link holds is validated as a file is.

import { type ResultFile, resultIn } from '../../../results/result-bytes.js';
import type { OwnFiles } from '../frame/own-files.js';
import { LINK, MOST_CHARACTERS, packed, packedFiles, SHARED, unpacked, unpackedFiles } from '../frame/packed-text.js';

/** The fragment of a link to a result in JSON, with its #; undefined where that is too large for a link. */
export async function shareFragment(result: string, own: OwnFiles = {}): Promise<string | undefined> {
  const json = await packed(JSON.stringify(JSON.parse(result)));
  const files = await packedFiles(own);
  if (json === undefined || files === undefined) return undefined;
  const fragment = [`${SHARED}${json}`, ...Object.entries(files).map(([key, text]) => `${key}=${text}`)].join('&');
  return fragment.length > MOST_CHARACTERS ? undefined : fragment;
}

/** A result of the page. */
export interface Entry {
  /** `file` says where it comes from. */
  readonly result: ResultFile;
  /** As a file has it. */
  readonly json: string;
  /** The files of somebody's own that ran. */
  readonly own: OwnFiles;
}

/** The result in a `fragment` that isShareFragment(). @throws UsageError, one line that says what is wrong with it */
export async function sharedResult(fragment: string): Promise<Entry> {
  const [result = ''] = fragment.slice(SHARED.length).split('&');
  const json = await unpacked(result);
  const own = await unpackedFiles(new URLSearchParams(fragment.slice(1)));
  return { result: resultIn(LINK, json), json: new TextDecoder().decode(json), own };
}
