// Kernels of one kind in one file, as the build packs them and a page unpacks them. Kernels of different protocols have most
// lines in common, further apart than gzip looks back: so each line stands once.

/** Files of the package that a page needs. */
export interface PackedFiles {
  /** Text by path within the package. */
  readonly files: Readonly<Record<string, string>>;
  /** Endings of the kernels that there are packs of. */
  readonly packs: readonly string[];
}

export const PACKED_FILES = 'package.bin';

/** Name of the file of the site with all kernels of an ending. */
export function packName(ending: string): string {
  return `${ending}.bin`;
}

/** Kernels whose names end alike. Texts are those of `lines` that their runs name: pairs of a first line and a number. */
export interface TextPack {
  readonly lines: readonly string[];
  readonly texts: Readonly<Record<string, readonly number[]>>;
}

/** `texts` by name. */
export function packTexts(texts: ReadonlyMap<string, string>): TextPack {
  const numbers = new Map<string, number>();
  const packed: Record<string, number[]> = {};
  for (const [name, text] of texts) {
    const runs: number[] = [];
    for (const line of text.split('\n')) {
      const number = numbers.get(line) ?? numbers.size;
      numbers.set(line, number);
      const [first = -1, count = 0] = runs.slice(-2);
      if (runs.length > 0 && first + count === number) runs[runs.length - 1] = count + 1;
      else runs.push(number, 1);
    }
    packed[name] = runs;
  }
  return { lines: [...numbers.keys()], texts: packed };
}

/** Undefined when there is none of that name. */
export function unpackText({ lines, texts }: TextPack, name: string): string | undefined {
  const runs = texts[name];
  if (!runs) return undefined;
  const parts: string[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const first = runs[at] as number;
    parts.push(...lines.slice(first, first + (runs[at + 1] as number)));
  }
  return parts.join('\n');
}

const NUMBER_BYTES = 4;

/** Files one behind the other: the length of a table, the table as JSON, and the contents that it gives the lengths of. */
export function packBytes(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const table = new TextEncoder().encode(JSON.stringify([...files].map(([name, { length }]) => [name, length])));
  const total = [...files.values()].reduce((sum, { length }) => sum + length, NUMBER_BYTES + table.length);
  const packed = new Uint8Array(total);
  new DataView(packed.buffer).setUint32(0, table.length);
  packed.set(table, NUMBER_BYTES);
  let at = NUMBER_BYTES + table.length;
  for (const bytes of files.values()) {
    packed.set(bytes, at);
    at += bytes.length;
  }
  return packed;
}

export function unpackBytes(packed: Uint8Array): Map<string, Uint8Array> {
  const tableBytes = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  let at = NUMBER_BYTES + tableBytes;
  const table = JSON.parse(new TextDecoder().decode(packed.subarray(NUMBER_BYTES, at))) as [string, number][];
  return new Map(
    table.map(([name, length]) => {
      const bytes = packed.slice(at, at + length);
      at += length;
      return [name, bytes];
    }),
  );
}

/** What the model engine's linker makes: see engines/link/flat.ts. */
interface FlatModule {
  readonly text: string;
  readonly map: string;
}

/** A model without the texts of its sources, which the page has already: its map in one line, and its lines. */
export function withoutSources(model: string): string {
  const { text, map } = JSON.parse(model) as FlatModule;
  const { sourcesContent: _, ...rest } = JSON.parse(map) as { sourcesContent: unknown };
  return `${JSON.stringify(rest)}\n${text}`;
}

/** The model of what withoutSources() left. `textOf` gives a source's text by its path from the source root. */
export function withSources(packed: string, textOf: (path: string) => string): string {
  const end = packed.indexOf('\n');
  const map = JSON.parse(packed.slice(0, end)) as { sources: readonly string[] };
  const sourcesContent = map.sources.map(textOf);
  return JSON.stringify({ text: packed.slice(end + 1), map: JSON.stringify({ ...map, sourcesContent }) });
}
