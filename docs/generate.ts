// Output blocks in the documentation come from runs. A comment `<!-- $ command -->` before a code block names the command;
// before a table it names one that prints Markdown, which stands there as it is, up to an empty line and a closing comment.
// `npm run docs` runs every command and puts what it printed into the block; `npm run docs -- --check` only runs them. An
// exit code other than 0 has to be announced: `<!-- $ command # exit N -->`. A block with `# needs PROGRAM` is left alone
// where that program is missing. File names as arguments limit either to these files:
//
//   npm run docs [-- [--check] [FILE...]]
//
// Exit code 1: a command exited with another code than announced, or printed a line into README.md that is too wide.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BLOCK =
  /<!-- \$ (?<command>.+?)(?: # exit (?<exit>\d+))?(?: # needs (?<needs>\w+))? -->\n(?:```(?<language>\w*)\n[\s\S]*?^```$|\|[\s\S]*?^<!-- \/ -->$)/gm;

/** Width of the terminal that the commands are told of, and the most that a page of the repository shows unscrolled. */
const COLUMNS = 100;
const NARROW_FILES = ['README.md'];

class OutputError extends Error {}

/** What `command` prints, without trailing spaces. @throws OutputError when it exits with another code than `exit`. */
function outputOf(command: string, exit: number): string {
  const { status, stdout, stderr } = spawnSync(command.replace(/^(npx )?reftorture /, 'node dist/cli.js '), {
    cwd: ROOT,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: String(COLUMNS) },
  });
  if (status !== exit) throw new OutputError(`expected exit code ${exit}, got ${status}: ${command}\n${stderr}`);
  return (stdout + stderr)
    .replace(/^> .*\n/gm, '') // npm's own lines
    .replace(/^reftorture: after \d+ s: .*\n/gm, '') // of a long run, to a log
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** @throws OutputError when a line of `output` is wider than a narrow file shows. */
function checkWidth(command: string, output: string): void {
  const wide = output.split('\n').filter((line) => widthOf(line) > COLUMNS);
  const [widest] = wide.sort((a, b) => widthOf(b) - widthOf(a));
  if (widest === undefined) return;
  throw new OutputError(
    `lines of more than ${COLUMNS} columns (${wide.length}): ${command}\nthe widest, ${widthOf(widest)}: ${widest}`,
  );
}

function widthOf(line: string): number {
  return [...line].length;
}

function exists(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

const checkOnly = process.argv.includes('--check');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = ['README.md', ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md') && (asked.length === 0 || asked.includes(name)),
);
let commands = 0;

/** The block with the output of today. */
function renewed(file: string, block: string, command: string, exit = '0', needs = '', language?: string): string {
  if (needs && !exists(needs)) {
    console.log(`${file}: not run, there is no ${needs} here: ${command}`);
    return block;
  }
  commands++;
  try {
    const output = outputOf(command, Number(exit));
    const announced = (exit === '0' ? '' : ` # exit ${exit}`) + (needs ? ` # needs ${needs}` : '');
    const head = `<!-- $ ${command}${announced} -->`;
    if (language === undefined) return `${head}\n${output}\n<!-- / -->`;
    if (NARROW_FILES.includes(file)) checkWidth(command, output);
    return `${head}\n\`\`\`${language}\n$ ${command}\n${output}\n\`\`\``;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
    return block;
  }
}

for (const file of files) {
  const before = readFileSync(ROOT + file, 'utf8');
  const after = before.replace(
    BLOCK,
    (block: string, command: string, exit?: string, needs?: string, language?: string) =>
      renewed(file, block, command, exit, needs, language),
  );
  if (!checkOnly && after !== before) writeFileSync(ROOT + file, after);
}
console.log(`${commands} commands in ${files.length} files`);
