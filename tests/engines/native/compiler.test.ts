// How native kernels are built and kept: once, whole or not at all, with the compiler's words where it refuses.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemory, instantiate, type Kernel } from '../../../src/engines/kernel.js';
import { compileC, nativeProblem } from '../../../src/engines/native/compiler.js';
import { NativeError } from '../../../src/engines/native/error.js';
import { libraryOf } from '../../../src/engines/native/library.js';
import { kernelModule } from '../../../src/front-end/front-end.js';
import { SOURCE_ROOT } from '../../../src/front-end/sources.js';
import { printC } from '../../../src/printers/c/print-module.js';

const V4 = printC(kernelModule({ protocolFile: join(SOURCE_ROOT, 'protocols/v4.ts') }, 'bare'), { measured: true });
const parent = mkdtempSync(join(tmpdir(), 'reftorture-compiler-'));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(parent, 'cache-'));
});

const built = (where = folder): Promise<string> => libraryOf(V4, where);

function restingWord(library: string): number {
  const kernel = instantiate({ engine: 'native', library }, createMemory('native', 8192), () => 0) as Kernel;
  return kernel.restingWord();
}

const libraries = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.so'));

test.each([
  [
    'no-such-compiler',
    'no C compiler: no-such-compiler is not on the path; install gcc or clang, or set CC to its name',
  ],
  ['false', 'no C compiler: false --version failed; install'],
])('where CC is %s there is no native engine', (command, problem) => {
  vi.stubEnv('CC', command);
  try {
    expect(nativeProblem()).toContain(problem);
  } finally {
    vi.unstubAllEnvs();
  }
});

describe.skipIf(nativeProblem() !== undefined)('with a compiler', () => {
  test('what it refuses is told with its first complaint, and where the text lies', async () => {
    const refused = compileC('\nint one = ;\nint two = ;\n', 'wrong', folder);
    await expect(refused).rejects.toThrow(NativeError);
    await expect(refused).rejects.toThrow(/^cc: \S+wrong\.c:2:\d+: error: [^\n]+$/);
    const place = /cc: (\S+?):/.exec(String(await refused.catch((error: Error) => error.message)))?.[1] as string;
    expect(readFileSync(place, 'utf8')).toContain('int one = ;');
  });

  test('a kernel is built once, and its C stays to be read', async () => {
    const library = await built();
    const bytes = readFileSync(library);
    expect(await built()).toBe(library);
    expect(readFileSync(library).equals(bytes)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([...libraries(), ...libraries().map((name) => `${name}.c`)].sort());
    expect(restingWord(library)).toBe(-(2 ** 31));
  });

  test.each<[string, (file: string) => void]>([
    ['empty', (file) => truncateSync(file)],
    ['cut short', (file) => truncateSync(file, 5000)],
    ['another file', (file) => writeFileSync(file, 'hello')],
  ])('one that is %s is built again', async (_, damage) => {
    const library = await built();
    const bytes = readFileSync(library);
    rmSync(library); // not in place: it may be mapped
    writeFileSync(library, bytes);
    damage(library);
    expect(await built()).toBe(library);
    expect(restingWord(library)).toBe(-(2 ** 31));
  });

  test('a cache that cannot be written is done without', async () => {
    writeFileSync(join(folder, 'file'), '');
    const library = await built(join(folder, 'file/below'));
    expect(library.startsWith(folder)).toBe(false);
    expect(restingWord(library)).toBe(-(2 ** 31));
  });

  test('processes that build the same at once all get it', async () => {
    const dist = (path: string): string =>
      JSON.stringify(pathToFileURL(fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url))).href);
    const script = `
      const { libraryOf } = await import(${dist('engines/native/library.js')});
      const { createMemory, instantiate } = await import(${dist('engines/kernel.js')});
      const library = await libraryOf(process.argv[1], ${JSON.stringify(folder)});
      console.log(library, instantiate({ engine: 'native', library }, createMemory('native', 8192), () => 0).restingWord());`;
    const said = await Promise.all(
      [0, 1, 2].map(
        () =>
          new Promise<string>((resolve, reject) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', script, V4]);
            let output = '';
            child.stdout.on('data', (text) => (output += text));
            child.once('error', reject).once('close', () => resolve(output.trim()));
          }),
      ),
    );
    const [library = ''] = libraries();
    expect(said).toEqual(said.map(() => `${join(folder, library)} ${-(2 ** 31)}`));
    expect(readdirSync(folder).sort()).toEqual([library, `${library}.c`].sort());
    expect(existsSync(join(folder, library))).toBe(true);
  });
});
