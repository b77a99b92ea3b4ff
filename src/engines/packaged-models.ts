// Models of some protocols of the registry, which the build prints: without them reading the sources would be half of a
// short check. A model counts if it is of the sources as they are now. All are in one file, since nearly all of their
// functions are those of the harness.

import { basename, join, sep } from 'node:path';
import { host } from '#host';
import type { SourceFile } from '../front-end/portable-module.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { FunctionBody, Instruction, ModelCode, Program } from '../printers/model/instructions.js';

/** The protocols that have one: a new user asks for them first. The others are made in a tenth of a second. */
export const PACKAGED: readonly string[] = ['v4', 'old', 'v5', 'freeze-first'];

/** The file. */
export const PACKAGED_MODELS = join(host.packageRoot, 'dist/models.json');

interface PackagedModels {
  /** Those of all models, each once. */
  readonly functions: readonly PackagedFunction[];
  /** By the names of protocols. */
  readonly models: Readonly<Record<string, PackagedModel>>;
}

/** A model in the file: its sources are on the disk already. */
interface PackagedModel extends Omit<Program, 'files' | 'exportedFunctions' | 'functions'> {
  readonly digest: string;
  /** Paths of the sources, from the source root, in the order of their positions. */
  readonly files: readonly string[];
  readonly exportedFunctions: readonly (readonly [string, number])[];
  /** Their places among those of all models, and the positions of their first instructions. */
  readonly functions: readonly (readonly [place: number, position: number])[];
}

/**
 * A function with nothing in it that is of one model alone: it calls others by name, and the position of an instruction
 * is relative to that of the one before it.
 */
interface PackagedFunction extends Omit<FunctionBody, 'code' | 'positions'> {
  readonly code: readonly PackagedInstruction[];
  readonly moves: readonly number[];
}

type PackagedInstruction = Instruction | (Omit<Instruction & { op: 'call' }, 'callee'> & { readonly callee: string });

/** `models`, by the names of their protocols, as they are written into the file. */
export function packed(models: ReadonlyMap<string, ModelCode>): string {
  const places = new Map<string, number>();
  const placeOf = (body: PackagedFunction): number => {
    const text = JSON.stringify(body);
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const all = [...models].map(([name, { program, digest }]) => {
    const { files, exportedFunctions, functions, ...rest } = program;
    const model: PackagedModel = {
      digest,
      files: files.map(publicPath),
      exportedFunctions: [...exportedFunctions],
      functions: functions.map((body) => [placeOf(withoutPlace(body, functions)), body.positions?.[0] ?? 0]),
      ...rest,
    };
    return [name, model] as const;
  });
  return `{"functions":[${[...places.keys()].join()}],"models":${JSON.stringify(Object.fromEntries(all))}}`;
}

function withoutPlace({ positions = [], code, ...body }: FunctionBody, all: readonly FunctionBody[]): PackagedFunction {
  return {
    ...body,
    code: code.map((one) => {
      if (one.op === 'call') return { ...one, callee: all[one.callee]?.name ?? '' };
      return 'position' in one ? { ...one, position: 0 } : one;
    }),
    moves: positions.slice(1).map((position, at) => position - (positions[at] ?? 0)),
  };
}

/** The model of one of the package's own protocols; undefined where there is none of its sources. */
export function packagedModel(protocolFile: string): ModelCode | undefined {
  if (!protocolFile.startsWith(SOURCE_ROOT) || !host.statusOf(PACKAGED_MODELS)) return undefined;
  const { functions: bodies, models } = JSON.parse(host.readText(PACKAGED_MODELS)) as PackagedModels;
  const model = models[basename(protocolFile, '.ts')];
  if (!model) return undefined;
  const { digest, files: names, exportedFunctions, functions: parts, ...rest } = model;
  let base = 0;
  const files = names.map((name): SourceFile => {
    const file = { path: join(SOURCE_ROOT, name), text: host.readText(join(SOURCE_ROOT, name)), own: false, base };
    base += file.text.length + 1;
    return file;
  });
  if (digestOf(files) !== digest) return undefined;
  const own = parts.map(([place, position]) => ({ body: bodies[place] as PackagedFunction, position }));
  const numbers = new Map(own.map(({ body }, number) => [body.name, number]));
  const functions = own.map(({ body, position }) => inPlace(body, position, numbers));
  return { program: { ...rest, functions, files, exportedFunctions: new Map(exportedFunctions) }, digest };
}

function inPlace(
  { code, moves, ...body }: PackagedFunction,
  first: number,
  numbers: ReadonlyMap<string, number>,
): FunctionBody {
  const positions = [first];
  for (const [at, move] of moves.entries()) positions.push((positions[at] as number) + move);
  const placed = code.map((one, at) => {
    if (one.op === 'call') return { ...one, callee: numbers.get(one.callee as string) };
    return 'position' in one ? { ...one, position: positions[at] } : one;
  });
  return { ...body, code: placed as Instruction[], positions };
}

/** A digest of sources: the same on every system, wherever a user's files lie. */
export function digestOf(files: readonly SourceFile[]): string {
  const parts = files.map((file) => `${publicPath(file)}\0${file.text}\0`);
  return host.sha256(parts.join('')).slice(0, 16);
}

function publicPath({ path }: SourceFile): string {
  return path.startsWith(SOURCE_ROOT) ? path.slice(SOURCE_ROOT.length).split(sep).join('/') : 'own';
}
