// A result in the fragment of a link, which browsers do not send to a server: version, full stop, and the JSON compressed
// and in base64url. A link is read with suspicion: its length is limited before it is expanded and while it is expanded, and
// what it holds is validated as a file is.

import { type ResultFile, resultIn } from '../../../results/result-bytes.js';
import { UsageError } from '../../../usage-error.js';

/** Before the result in a fragment. */
const PREFIX = '#result=';
const VERSION = '1';

/** Some programs cut longer addresses off. */
const MOST_CHARACTERS = 32_000;
/** A result of that many characters compressed is smaller by far, unless it was made to be large. */
const MOST_BYTES = 2 ** 21;

/** The name of a link in messages. */
const NAME = 'the link';

/** The fragment of a link to a result in JSON, with its #; undefined where that is too large for a link. */
export async function shareFragment(result: string): Promise<string | undefined> {
  const json = new TextEncoder().encode(JSON.stringify(JSON.parse(result)));
  if (json.length > MOST_BYTES) return undefined;
  const fragment = `${PREFIX}${VERSION}.${toBase64Url(await through(new CompressionStream('deflate'), json, Infinity))}`;
  return fragment.length > MOST_CHARACTERS ? undefined : fragment;
}

export interface SharedResult {
  readonly result: ResultFile;
  readonly json: string;
}

export function isShareFragment(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** The result in a `fragment` that isShareFragment(). @throws UsageError, one line that says what is wrong with it */
export async function sharedResult(fragment: string): Promise<SharedResult> {
  if (fragment.length > MOST_CHARACTERS) {
    throw new UsageError(`${NAME} has ${fragment.length} characters, and at most ${MOST_CHARACTERS} are read`);
  }
  const [, version, text = ''] = /^([^.]*)\.?(.*)$/s.exec(fragment.slice(PREFIX.length)) ?? [];
  if (version !== VERSION) {
    throw new UsageError(`${NAME} is not one that this version of reftorture reads: it begins with version ${VERSION}`);
  }
  const json = await through(new DecompressionStream('deflate'), fromBase64Url(text), MOST_BYTES);
  return { result: resultIn(NAME, json), json: new TextDecoder().decode(json) };
}

/** `bytes` through `stream`. @throws UsageError when they are damaged, or become more than `mostBytes` */
async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new UsageError(`${NAME} is damaged: it cannot be expanded`);
    });
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new UsageError(`${NAME} expands to more than ${mostBytes / 2 ** 20} MiB, which no result in a link does`);
    }
    chunks.push(value);
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws UsageError */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) {
    throw new UsageError(`${NAME} is cut short or damaged: what follows the version is not base64`);
  }
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}
