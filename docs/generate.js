// Output blocks in the documentation come from runs. A comment `<!-- $ command -->` before a code block names the
// command; `npm run docs` runs each and puts what it printed into the block, and `npm run docs -- --check` only runs
// them and holds their exit codes against `<!-- $ command # exit N -->`. What `# needs PROGRAM` is left alone where that
// is missing. Names of files limit either to these.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BLOCK =
  /<!-- \$ (?<command>.+?)(?: # exit (?<exit>\d+))?(?: # needs (?<needs>\w+))? -->\n```(?<language>\w*)\n[^]*?^```$/gm;

const checkOnly = process.argv.includes('--check');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = ['README.md', ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md') && (asked.length === 0 || asked.includes(name)),
);
let failed = false;
let commands = 0;

for (const file of files) {
  const before = readFileSync(ROOT + file, 'utf8');
  const after = before.replace(BLOCK, (block, command, exit = '0', needs, language) => {
    if (needs && spawnSync(needs, ['--version']).status !== 0) {
      console.log(`${file}: not run, there is no ${needs} here: ${command}`);
      return block;
    }
    commands++;
    const output = run(file, command, Number(exit));
    const note = (exit === '0' ? '' : ` # exit ${exit}`) + (needs ? ` # needs ${needs}` : '');
    return output === undefined
      ? block
      : `<!-- $ ${command}${note} -->\n\`\`\`${language}\n$ ${command}\n${output}\n\`\`\``;
  });
  if (!checkOnly && after !== before) writeFileSync(ROOT + file, after);
}
console.log(`${commands} commands in ${files.length} files`);
process.exitCode = failed ? 1 : 0;

/** What `command` prints, without trailing spaces; undefined when it did not exit as expected. */
function run(file, command, exit) {
  const { status, stdout, stderr } = spawnSync(command.replace(/^(npx )?reftorture /, 'node dist/cli.js '), {
    cwd: ROOT,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== exit) {
    console.error(`${file}: expected exit code ${exit}, got ${status}: ${command}\n${stderr}`);
    failed = true;
    return undefined;
  }
  return (stdout + stderr)
    .replace(/^> .*\n/gm, '') // npm's own lines
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
