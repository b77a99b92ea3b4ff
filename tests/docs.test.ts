// Nothing is cited that is not there: a document links to files of the package, and documents and comments name files
// of the repository, of whose sources the package has the portable ones alone.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { schemas } from '../src/results/schemas.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Paths in the package, relative to its root. */
const shipped: readonly string[] = shippedFiles();
const markdown = shipped.filter((path) => path.endsWith('.md'));
/** Paths in the repository. */
const tracked: readonly string[] = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
/** Files that people read. */
const texts = tracked.filter(
  (path) => /^(src|bench|examples)\//.test(path) || (path.endsWith('.md') && path !== 'CHANGELOG.md'),
);

function shippedFiles(): string[] {
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [archive] = JSON.parse(json) as [{ files: { path: string }[] }];
  return archive.files.map(({ path }) => path);
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Tells whether `path`, which may hold `*` or be a folder, is among `files`. */
function isAmong(files: readonly string[], path: string): boolean {
  const pattern = path.replace(/\/$/, '').replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*');
  const wanted = new RegExp(`^${pattern}(/|$)`);
  return files.some((file) => wanted.test(file));
}

/** Without the blocks of code, in which brackets and number signs mean other things. */
function prose(path: string): string {
  return read(path).replace(/^( *)```[\s\S]*?^\1```/gm, '');
}

/** The anchors of the headings in a document, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

interface Link {
  readonly target: string;
  /** Of the document itself when the link has none. */
  readonly path: string;
  readonly anchor: string | undefined;
}

function linksOf(document: string): Link[] {
  const targets = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { target, anchor, path: path === '' ? document : posix.join(dirname(document), path) };
    });
}

describe.each(markdown)('%s', (document) => {
  test('links to files in the package', () => {
    expect(linksOf(document).filter(({ path }) => !isAmong(shipped, path))).toEqual([]);
  });

  test('links to headings that there are', () => {
    const lost = linksOf(document).filter(
      ({ path, anchor }) => anchor !== undefined && isAmong(shipped, path) && !anchorsOf(path).includes(anchor),
    );
    expect(lost).toEqual([]);
  });

  test('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(document).matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('the index, docs/README.md, has every document', () => {
  const index = 'docs/README.md';
  const linked = linksOf(index).map(({ path }) => path);
  const wanted = markdown.filter((path) => path !== index && !path.startsWith('examples/'));
  expect(wanted.filter((path) => !linked.includes(path))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(10);
});

test('docs/results.md has every schema', () => {
  const linked = linksOf('docs/results.md').map(({ path }) => path);
  const schemaFiles = shipped.filter((path) => path.startsWith('docs/schemas/'));
  expect(schemaFiles.filter((path) => !linked.includes(path))).toEqual([]);
  expect(schemaFiles.length).toBe(Object.keys(schemas).length);
});

test('docs/results.md has every kind of result, and says truly what reads it again', () => {
  const rows = read('docs/results.md').match(/^\| `.*$/gm) ?? [];
  const lists = ['list@1', 'results@1'];
  for (const name of Object.keys(schemas).map((schema) => schema.replace('reftorture/', ''))) {
    const row = rows.find((line) => line.includes(`[${name}]`)) ?? '';
    expect([name, row.includes('`results`'), row.includes('`report`')]).toEqual([name, true, !lists.includes(name)]);
  }
});

/** From the root of the project, such as docs/race.md, src/scenarios or src/protocols/*.ts. */
const FROM_ROOT = /(?<![\w/.@-])(?:docs|src|bench|tests|examples|build|\.ci)\/[\w*+@/.-]*[\w*/]/g;
/** From another folder, such as engines/tier.ts. */
const WITH_ENDING = /(?<![\w/.@*-])[\w-]+(?:\/[\w.@-]+)+\.(?:ts|js|md|json|css)\b/g;
/** Made up in an example, or made by the build. */
const EXAMPLES = /\bNAME\b|^dist\//;

function citedIn(path: string): string[] {
  const lines = read(path).split('\n');
  const text = lines.filter((line) => !/\bfrom '|^import |^\} from |\bnew URL\(/.test(line)).join('\n');
  const fromRoot = [...text.matchAll(FROM_ROOT)].map(([cited]) => cited);
  const others = [...text.matchAll(WITH_ENDING)].map(([cited]) => cited);
  return [...fromRoot, ...others.filter((cited) => !fromRoot.includes(cited))].filter((cited) => !EXAMPLES.test(cited));
}

test('citations are seen', () => {
  expect(citedIn('src/engines/tier.ts')).toContain('docs/scale.md');
  expect(citedIn('docs/weak-memory.md')).toContain('tests/litmus');
  expect(citedIn('src/runtime/layout.ts')).toContain('src/violations/table.ts');
});

test('comments, messages and documents cite files in the repository', () => {
  const lost = texts.flatMap((path) =>
    citedIn(path)
      .filter((cited) => !isAmong(tracked, cited) && !tracked.some((file) => file.endsWith(`/${cited}`)))
      .map((cited) => `${path} cites ${cited}`),
  );
  expect(lost).toEqual([]);
});
