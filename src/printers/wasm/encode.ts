// The binary format of WebAssembly (Core Specification 2.0, section 5, and the threads proposal).

import type { Variable } from '../../front-end/portable-module.js';
import {
  ATOMIC_CODES,
  CODES,
  type Instruction,
  type Label,
  type WasmFunction,
  type WasmModule,
} from './instructions.js';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const I32 = 0x7f;
const NOTHING = 0x40;
const FUNCTION = 0x60;
const MUTABLE = 1;
const SHARED_WITH_MAXIMUM = 3;
const ATOMIC_PREFIX = 0xfe;

/** The host makes the memory and chooses its size. 65536 pages of 64 KiB are all that 32-bit addresses reach. */
const [LEAST_PAGES, MOST_PAGES] = [1, 65536];

type Bytes = readonly number[];

export function encode(module: WasmModule): Uint8Array<ArrayBuffer> {
  const { imports, variables, functions, exports } = module;
  const types = new Types();
  const imported = imports.map(({ name, parameters, returns }) => {
    return [...text('host'), ...text(name), 0, types.of(parameters.length, returns !== 'void')];
  });
  const limits = [SHARED_WITH_MAXIMUM, ...unsigned(LEAST_PAGES), ...unsigned(MOST_PAGES)];
  const memory = [...text('env'), ...text('memory'), 2, ...limits];
  const declared = functions.map(({ parameters, yields }) => [types.of(parameters, yields)]);
  const globals = variables.map(({ initial }) => [I32, MUTABLE, CODES['i32.const'], ...signed(initial), CODES.end]);
  const numbers = new Map(variables.map((variable, index) => [variable, index]));
  const exported = exports.map(({ name, index }) => [...text(name), 0, ...unsigned(index)]);
  const bodies = functions.map((one) => sized(bodyOf(one, module, numbers)));
  return Uint8Array.from([
    ...HEADER,
    ...section(1, types.encoded),
    ...section(2, [memory, ...imported]),
    ...section(3, declared),
    ...section(6, globals),
    ...section(7, exported),
    ...section(10, bodies),
  ]);
}

/** The types of functions, each once. */
class Types {
  readonly #indexes = new Map<string, number>();
  readonly encoded: Bytes[] = [];

  of(parameters: number, yields: boolean): number {
    const key = `${parameters} ${yields}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.encoded.length);
    const results = yields ? [1, I32] : [0];
    return (
      this.encoded.push([FUNCTION, ...unsigned(parameters), ...new Array<number>(parameters).fill(I32), ...results]) - 1
    );
  }
}

function bodyOf(
  { code, locals, numbers }: WasmFunction,
  { indexes }: WasmModule,
  globals: ReadonlyMap<Variable, number>,
): Bytes {
  const bytes: number[] = locals === 0 ? [0] : [1, ...unsigned(locals), I32];
  const labels: Label[] = [];
  const depth = (label: Label): Bytes => unsigned(labels.length - 1 - labels.lastIndexOf(label));
  const operandOf = (one: Instruction): Bytes => {
    if ('slot' in one) return unsigned(numbers.get(one.slot) as number);
    if ('variable' in one) return unsigned(globals.get(one.variable) as number);
    if ('value' in one) return signed(one.value);
    if ('callee' in one) return unsigned(indexes.get(one.callee) as number);
    if ('yields' in one) return [one.yields ? I32 : NOTHING];
    if ('label' in one) return depth(one.label);
    if ('labels' in one) return unsigned(one.labels.length - 1).concat(...one.labels.map(depth));
    // Atomic accesses must have the alignment of their words, and trap where an address has it not.
    return 'offset' in one ? [one.op.startsWith('i64') ? 3 : 2, ...unsigned(one.offset)] : [];
  };
  for (const one of code) {
    bytes.push(...codeOf(one.op), ...operandOf(one));
    if ('yields' in one) labels.push(one.label);
    if (one.op === 'end') labels.pop();
  }
  return [...bytes, CODES.end];
}

function codeOf(op: Instruction['op']): Bytes {
  return op in ATOMIC_CODES
    ? [ATOMIC_PREFIX, ATOMIC_CODES[op as keyof typeof ATOMIC_CODES]]
    : [CODES[op as keyof typeof CODES]];
}

function section(id: number, entries: readonly Bytes[]): Bytes {
  if (entries.length === 0) return [];
  return [[id], sized([unsigned(entries.length), ...entries].flat())].flat();
}

function sized(bytes: Bytes): Bytes {
  return unsigned(bytes.length).concat(bytes);
}

function text(value: string): Bytes {
  return sized([...new TextEncoder().encode(value)]);
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = left & 0x7f;
    left >>>= 7;
    bytes.push(left === 0 ? low : low | 0x80);
  } while (left !== 0);
  return bytes;
}

function signed(value: number): Bytes {
  const bytes: number[] = [];
  let left = value;
  for (;;) {
    const low = left & 0x7f;
    left >>= 7;
    const isLast = (left === 0 && (low & 0x40) === 0) || (left === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}
