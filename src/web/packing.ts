// What the page has of the package, packed: its portable sources, and its kernels.

import { join } from 'node:path';
import { host } from '#host';
import { sourceDigest } from '../engines/digest.js';
import { make } from '../engines/make.js';
import { EMBEDDED_ENGINES, PORTABLE_FOLDERS, SOURCE_ROOT, type Variant } from '../engines/sources.js';
import { bundleFor, type KernelSources, kernelBytes } from '../engines/store.js';
import { PACKED_FILES, type PackedFiles, packBytes, packName, packTexts, withoutSources } from '../host/packs.js';
import { protocols } from '../protocols/index.js';

/** A kind of kernel that the page has, by the ending of its names. */
interface Kind {
  readonly ending: string;
  /** Whether the page has those of mutants. */
  readonly ofMutants: boolean;
  pack(kernels: ReadonlyMap<string, Uint8Array>): Uint8Array;
  bytesOf(sources: KernelSources): Promise<Uint8Array>;
}

const MAKER = { make };
const RACED: readonly Variant[] = ['detecting', 'stalled', 'noisy'];

const KINDS: readonly Kind[] = [
  ...[...RACED, 'counting' as const].flatMap((variant) =>
    EMBEDDED_ENGINES.map(
      (engine): Kind => ({
        ending: `${variant}.${engine}`,
        ofMutants: variant !== 'counting',
        pack: engine === 'wasm' ? packBytes : packAsTexts,
        bytesOf: (sources) => kernelBytes(sources, engine, variant, MAKER),
      }),
    ),
  ),
  {
    ending: 'model',
    ofMutants: true,
    pack: packAsTexts,
    bytesOf: async (sources) => encoded(withoutSources(JSON.stringify(await bundleFor(sources, MAKER)))),
  },
];

/** A file of the site for each kind, by its name. */
export async function packedKernels(): Promise<Map<string, Uint8Array>> {
  const packs = new Map<string, Uint8Array>();
  for (const { ending, ofMutants, pack, bytesOf } of KINDS) {
    const kernels = new Map<string, Uint8Array>();
    for (const { file, mutant } of protocols) {
      const protocolFile = join(SOURCE_ROOT, 'protocols', file);
      if (!mutant || ofMutants) kernels.set(`${sourceDigest(protocolFile)}.${ending}`, await bytesOf({ protocolFile }));
    }
    packs.set(packName(ending), pack(kernels));
  }
  return packs;
}

/** The files of the package that the engines read, and what packs there are. */
export function packedFiles(): readonly [name: string, contents: Uint8Array] {
  const portable = [...PORTABLE_FOLDERS, 'protocols'].flatMap((folder) =>
    host.list(join(SOURCE_ROOT, folder)).map((name) => `src/${folder}/${name}`),
  );
  const files = ['package.json', ...portable].map((path) => [path, host.readText(join(host.packageRoot, path))]);
  const packed: PackedFiles = { files: Object.fromEntries(files), packs: KINDS.map(({ ending }) => ending) };
  return [PACKED_FILES, encoded(JSON.stringify(packed))];
}

function packAsTexts(kernels: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const texts = [...kernels].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)] as const);
  return encoded(JSON.stringify(packTexts(new Map(texts))));
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
