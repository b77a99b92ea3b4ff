// Writes what a run prints into the documents:
//
//   npm run docs                          everything once, into docs/run.json, README.md, docs/ and examples/output/
//   npm run docs -- --unmeasured          the same without what is measured, which stays as recorded
//   npm run docs -- --check [FILE...]     runs the commands of the documents, and compares what no run may change
//
// Exit code 1: a command exited with another code than announced, printed a line into README.md that is too wide, or, with
// --check, something else than the document says.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeEnvironment } from '../dist/machine/environment.js';
import { provenance } from '../dist/report/provenance.js';
import {
  type Block,
  blocksIn,
  fileText,
  filled,
  isMeasured,
  type OutputFile,
  outputFilesIn,
  settled,
} from './blocks.js';
import { figuresIn } from './figures.js';
import { COLUMNS, OutputError, outputOf, Recording } from './recording.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const RUN = `${ROOT}docs/run.json`;
const OUTPUTS = 'examples/output';
const NARROW_FILES = ['README.md'];

interface Run {
  readonly date: string;
  readonly machine: string;
  readonly seconds: number;
  /** By the thing that each is a figure of. */
  readonly figures: Readonly<Record<string, string>>;
  /** By the command. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs in files of their own: the command, and the digest of the file. */
  readonly files: Readonly<Record<string, { readonly command: string; readonly sha256: string }>>;
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const documents = new Map(
  ['README.md', ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)]
    .filter((name) => name.endsWith('.md') && (asked.length === 0 || asked.includes(name)))
    .map((name) => [name, readFileSync(ROOT + name, 'utf8')] as const),
);

function fail(file: string, message: string): void {
  console.error(`${file}: ${message}`);
  process.exitCode = 1;
}

/** Complains of lines that are wider than a narrow file shows. */
function checkWidth(file: string, { command }: Block, output: string): void {
  if (!NARROW_FILES.includes(file) || output.startsWith('|')) return;
  const wide = output.split('\n').filter((line) => [...line].length > COLUMNS);
  if (wide.length > 0) fail(file, `lines of more than ${COLUMNS} columns (${wide.length}): ${command}\n${wide[0]}`);
}

function check(): void {
  let commands = 0;
  for (const [file, text] of documents) {
    for (const block of blocksIn(text)) {
      commands++;
      try {
        // All runs of claims take minutes, and what they print is not compared: some of them do.
        const output = outputOf(block.command.replace(/^reftorture claims\b/, '$& --quick'), block.exit);
        checkWidth(file, block, output);
        if (isMeasured(block.command) || settled(output) === settled(block.output)) continue;
        fail(file, `prints something else now: ${block.command}\n${output}`);
      } catch (error) {
        if (!(error instanceof OutputError)) throw error;
        fail(file, error.message);
      }
    }
  }
  console.log(`${commands} commands in ${documents.size} files`);
}

function earlierRun(): Run | undefined {
  try {
    return JSON.parse(readFileSync(RUN, 'utf8')) as Run;
  } catch {
    return undefined;
  }
}

/** The protocols that commands of `scale` name. */
function measuredProtocols(commands: readonly string[]): string[] {
  const named = commands
    .filter((command) => command.startsWith('reftorture scale'))
    .flatMap((command) => /--protocol (\S+)/.exec(command)?.[1]?.split(',') ?? []);
  return [...new Set(['old', 'v4', 'assume-one', ...named])];
}

async function record(unmeasured: boolean): Promise<void> {
  const start = performance.now();
  const earlier = unmeasured ? earlierRun() : undefined;
  const blocks = [...documents].flatMap(([file, text]) => blocksIn(text).map((block) => ({ file, ...block })));
  const files = [...documents].flatMap(([file, text]) => outputFilesIn(text).map((output) => ({ file, ...output })));
  const recording = new Recording(measuredProtocols([...blocks, ...files].map(({ command }) => command)));

  /** The output of a command; the recorded one where that is measured, or the same but for its times. */
  async function printed(
    { file, command, exit }: { file: string; command: string; exit: number },
    before?: string,
  ): Promise<string | undefined> {
    if (unmeasured && isMeasured(command)) {
      if (before === undefined) fail(file, `not recorded yet: ${command}`);
      return before;
    }
    try {
      const now = await recording.output(command, exit);
      return before !== undefined && unmeasured && settled(before) === settled(now) ? before : now;
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      fail(file, error.message);
      return before;
    }
  }

  const outputs: Record<string, string> = {};
  const figures = new Map<string, string>();
  for (const block of blocks) {
    const output = await printed(block, earlier?.outputs[block.command]);
    if (output === undefined) continue;
    checkWidth(block.file, block, output);
    outputs[block.command] = output;
    for (const [thing, figure] of figuresIn(block.command, output)) figures.set(thing, figure);
  }
  const kept: Record<string, Run['files'][string]> = {};
  const texts = new Map<string, string>();
  for (const output of files) {
    const text = await printed(output, earlierFile(output));
    if (text === undefined) continue;
    const whole = fileText(output.command, text);
    texts.set(output.path, whole);
    kept[output.path] = { command: output.command, sha256: createHash('sha256').update(whole).digest('hex') };
  }
  recording.end();

  const run: Run = {
    date: earlier?.date ?? new Date().toISOString().slice(0, 10),
    machine: earlier?.machine ?? provenance(describeEnvironment()),
    seconds: earlier?.seconds ?? Math.round((performance.now() - start) / 1000),
    figures: Object.fromEntries([...figures].sort()),
    outputs: Object.fromEntries(Object.entries(outputs).sort()),
    files: Object.fromEntries(Object.entries(kept).sort()),
  };
  rmSync(`${ROOT}${OUTPUTS}`, { recursive: true, force: true });
  mkdirSync(`${ROOT}${OUTPUTS}`, { recursive: true });
  for (const [path, text] of texts) writeFileSync(ROOT + path, text);
  writeFileSync(RUN, `${JSON.stringify(run, null, 2)}\n`);
  for (const file of documents.keys())
    writeFileSync(ROOT + file, filled(readFileSync(ROOT + file, 'utf8'), run.outputs));
  console.log(`${Object.keys(outputs).length} outputs and ${texts.size} files in ${run.seconds} s`);
}

/** The output that was kept in a file before. */
function earlierFile({ path, command }: OutputFile): string | undefined {
  try {
    const text = readFileSync(ROOT + path, 'utf8');
    const head = `$ ${command}\n`;
    return text.startsWith(head) ? text.slice(head.length).replace(/\n$/, '') : undefined;
  } catch {
    return undefined;
  }
}

if (flags.includes('--check')) check();
else if (asked.length > 0) throw new Error('one run for all documents: name files with --check only');
else await record(flags.includes('--unmeasured'));
