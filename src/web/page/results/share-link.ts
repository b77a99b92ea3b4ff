// A result in the fragment of a link, which browsers do not send to a server, and with it the source of a protocol of one's
// own, without which it could not be run again. What a link holds is validated as a file is.

import { type ResultFile, resultIn } from '../../../results/result-bytes.js';
import { LINK, MOST_CHARACTERS, packed, unpacked } from '../frame/packed-text.js';

/** Before the result in a fragment. */
const PREFIX = '#result=';
const SOURCE = '&source=';

/** The fragment of a link to a result in JSON, with its #; undefined where that is too large for a link. */
export async function shareFragment(result: string, source?: string): Promise<string | undefined> {
  const [json, own] = [await packed(JSON.stringify(JSON.parse(result))), source && (await packed(source))];
  if (json === undefined) return undefined;
  const fragment = `${PREFIX}${json}${own ? SOURCE + own : ''}`;
  return fragment.length > MOST_CHARACTERS ? undefined : fragment;
}

export interface SharedResult {
  readonly result: ResultFile;
  readonly json: string;
  /** The protocol that ran, where it is somebody's own. */
  readonly source?: string;
}

export function isShareFragment(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** The result in a `fragment` that isShareFragment(). @throws UsageError, one line that says what is wrong with it */
export async function sharedResult(fragment: string): Promise<SharedResult> {
  const [result = '', source] = fragment.slice(PREFIX.length).split(SOURCE);
  const json = await unpacked(result);
  const own = source !== undefined && { source: new TextDecoder().decode(await unpacked(source)) };
  return { result: resultIn(LINK, json), json: new TextDecoder().decode(json), ...own };
}
