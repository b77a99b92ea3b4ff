// Tests of how native kernels are built and kept: once, whole or not at all, with the compiler's words where it
// refuses.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemory, instantiate, type Kernel } from '../../../src/engines/kernel.js';
import { compileC, nativeCompiler, nativeProblem } from '../../../src/engines/native/compiler.js';
import { libraryOf } from '../../../src/engines/native/library-cache.js';
import { NativeError } from '../../../src/front-end/compile-error.js';
import { moduleOf } from '../../../src/front-end/front-end.js';
import { SOURCE_ROOT } from '../../../src/front-end/sources.js';
import { printC } from '../../../src/printers/c/print-module.js';

const parent = mkdtempSync(join(tmpdir(), 'reftorture-compiler-'));
afterAll(() => rmSync(parent, { recursive: true }));

/** One function of a kernel in C: a whole one takes a compiler the better part of a second. */
const KERNEL = ((): string => {
  const file = join(parent, 'resting.ts');
  writeFileSync(file, 'export function restingWord(): i32 { return -2147483648; }\n');
  return printC(moduleOf(file, join(SOURCE_ROOT, 'protocols/v4.ts'), 'bare'), { measured: true });
})();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(parent, 'cache-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const built = (where = folder): Promise<string> => libraryOf(KERNEL, undefined, where);

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
])('where CC is %s there is no native engine', async (command, problem) => {
  vi.stubEnv('CC', command);
  expect(await nativeProblem()).toContain(problem);
});

/** A compiler of the test's own, as a script of the shell that acts unless it is asked for its version. */
function script(name: string, act: string, version = `echo '${name} 1.0'`): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = --version ]; then ${version}; exit; fi\n${act}\n`, { mode: 0o755 });
  return file;
}

/** Waits until `isSo`, however long a busy machine takes; a test that waits in vain fails at its time limit. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A script that hears no signal, with a child that hears none either, and how to tell which processes they are. */
function deaf(): { act: string; pids: () => number[] } {
  const file = join(folder, 'pids');
  return {
    act: `trap '' INT TERM HUP; sleep 1000 & echo $$ $! > ${file}.new; mv ${file}.new ${file}; wait; wait; sleep 1000`,
    pids: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : []),
  };
}

describe.skipIf(process.platform === 'win32')('a compiler', () => {
  test.each(['its version', 'a library'])(
    'that hears no signal and is asked for %s is killed, with its children',
    async (what) => {
      const { act, pids } = deaf();
      vi.stubEnv('CC', what === 'a library' ? script('deaf-cc', act) : script('deaf-cc', 'exit 1', act));
      const stop = new AbortController();
      const compiled = compileC('int one;', 'one', folder, stop.signal);
      await until(() => pids().length === 2);
      stop.abort();
      await expect(compiled).rejects.toBe(stop.signal.reason);
      await until(() => !pids().some(isRunning));
    },
  );

  test('that was interrupted is asked again', async () => {
    vi.stubEnv('CC', script('asked-twice', 'exit 1'));
    await expect(nativeCompiler(AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect((await nativeCompiler()).version).toBe('asked-twice 1.0');
  });

  test('may have arguments: options count behind ours, and words before them belong to the program', async () => {
    const said = join(folder, 'said');
    const wrapper = script(
      'wrapper',
      `echo "$@" > ${said}; for last; do :; done; cp "$last" "$(dirname "$last")/kernel.so"`,
    );
    vi.stubEnv('CC', `${wrapper} inner -O0 -DX=1`);
    const { command, options } = await nativeCompiler();
    expect({ command, options }).toEqual({ command: [wrapper, 'inner'], options: ['-O0', '-DX=1'] });
    await compileC('int one;', 'one', join(said, 'below'));
    const words = readFileSync(said, 'utf8').trim().split(' ');
    expect(words[0]).toBe('inner');
    const flags = words.filter((word) => word.startsWith('-') && word !== '-o');
    expect(flags.slice(-2)).toEqual(['-O0', '-DX=1']);
  });

  test('with options says so where a result comes from', async () => {
    vi.stubEnv('CC', `${script('plain', 'exit 1')} -O0`);
    expect((await nativeCompiler()).version).toBe('plain 1.0 -O0');
  });

  test('that wrote nothing is named', async () => {
    const mute = script('mute', 'exit 0');
    vi.stubEnv('CC', mute);
    const refused = compileC('int one;', 'one', folder);
    await expect(refused).rejects.toThrow(NativeError);
    await expect(refused).rejects.toThrow(`${mute} said nothing and wrote no library: set CC to a C compiler`);
  });

  test('says nothing that a terminal would act on', async () => {
    const coloured = script(
      'coloured',
      "printf '\\033[1mone.c\\033[0m:\\a \\033]0;title\\007\\033[31merror:\\033[0m no\\n' >&2; exit 1",
      "printf '\\033[1mcc\\033[0m 1\\n'",
    );
    vi.stubEnv('CC', coloured);
    expect((await nativeCompiler()).version).toBe('cc 1');
    await expect(compileC('int one;', 'one', folder)).rejects.toThrow(`${coloured}: one.c:  error: no`);
  });

  test('without room for temporary files is a full disk, not a defect', async () => {
    const none = join(folder, 'none');
    vi.stubEnv('TMPDIR', none);
    await expect(compileC('int one;', 'one', folder)).rejects.toThrow(
      `cannot write to the temporary folder ${none}: there is no such folder; make room there, or set TMPDIR to another`,
    );
    vi.unstubAllEnvs();
    vi.stubEnv(
      'CC',
      script('full', "echo 'cc1: fatal error: error writing to x.s: No space left on device' >&2; exit 1"),
    );
    await expect(compileC('int one;', 'one', folder)).rejects.toThrow(
      /^cannot write to the temporary folder \S+: no space is left; make room there, or set TMPDIR to another$/,
    );
  });
});

describe.skipIf((await nativeProblem()) !== undefined)('with a compiler', () => {
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
      const { libraryOf } = await import(${dist('engines/native/library-cache.js')});
      const { createMemory, instantiate } = await import(${dist('engines/kernel.js')});
      const library = await libraryOf(process.argv[1], undefined, ${JSON.stringify(folder)});
      console.log(library, instantiate({ engine: 'native', library }, createMemory('native', 8192), () => 0).restingWord());`;
    const said = await Promise.all(
      [0, 1, 2].map(
        () =>
          new Promise<string>((resolve, reject) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', script, KERNEL]);
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
