// Texts in links: compressed and in base64url, behind a version and a full stop. They are read with suspicion: their length
// is limited before they are expanded and while they are.

import { UsageError } from '../../../usage-error.js';
import type { OwnFiles } from './own-files.js';

const VERSION = '1';

/** Some programs cut longer addresses off. */
export const MOST_CHARACTERS = 32_000;
/** A text of that many characters compressed is smaller by far, unless it was made to be large. */
const MOST_BYTES = 2 ** 21;
/** Of a file that goes into the editor, which is no place for a long one. */
const MOST_OWN_BYTES = 2 ** 17;

/** The name of a link in messages. */
export const LINK = 'the link';

/** The beginning of a fragment that holds a result. */
export const SHARED = '#result=';

export function isShareFragment(fragment: string): boolean {
  return fragment.startsWith(SHARED);
}

/** Returns `text` for a link; undefined where it is too large for one. */
export async function packed(text: string, mostBytes = MOST_BYTES): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > mostBytes) return undefined;
  const all = `${VERSION}.${toBase64Url(await through(new CompressionStream('deflate'), bytes, Infinity))}`;
  return all.length > MOST_CHARACTERS ? undefined : all;
}

/** Returns `files` for an address; undefined where they are too large for one. */
export async function packedFiles(files: OwnFiles): Promise<Record<string, string> | undefined> {
  const texts: Record<string, string> = {};
  for (const [kind, text] of Object.entries(files)) {
    const one = await packed(text, MOST_OWN_BYTES);
    if (one === undefined) return undefined;
    texts[`own-${kind}`] = one;
  }
  return texts;
}

/** Returns those that packedFiles() has put into an address. @throws UsageError */
export async function unpackedFiles(choices: URLSearchParams): Promise<OwnFiles> {
  const textOf = async (kind: keyof OwnFiles): Promise<OwnFiles> => {
    const text = choices.get(`own-${kind}`);
    return text === null ? {} : { [kind]: new TextDecoder().decode(await unpacked(text, MOST_OWN_BYTES)) };
  };
  return { ...(await textOf('protocol')), ...(await textOf('scenario')) };
}

/** Returns the bytes in `text`, which packed() made. @throws UsageError, one line that says what is wrong with it */
export async function unpacked(text: string, mostBytes = MOST_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  if (text.length > MOST_CHARACTERS) {
    throw new UsageError(`${LINK} has ${text.length} characters, and at most ${MOST_CHARACTERS} are read`);
  }
  const [, version, packedBytes = ''] = /^([^.]*)\.?(.*)$/s.exec(text) ?? [];
  if (version !== VERSION) {
    throw new UsageError(`${LINK} is not one that this version of reftorture reads: it begins with version ${VERSION}`);
  }
  return through(new DecompressionStream('deflate'), fromBase64Url(packedBytes), mostBytes);
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
      throw new UsageError(`${LINK} is damaged: it cannot be expanded`);
    });
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new UsageError(`${LINK} expands to more than ${mostBytes / 2 ** 20} MiB, which nothing in a link does`);
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
    throw new UsageError(`${LINK} is cut short or damaged: what follows the version is not base64`);
  }
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}
