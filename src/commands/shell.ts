// Shell around every command: signals, progress, printing, output files and exit codes. A command gives its work and
// an outcome. Files that were asked for besides come first: nothing is printed as if all were well. The result is printed
// and written to its file then, so that a full disk cannot lose it.

import { relative } from 'node:path';
import type { Command } from 'commander';
import type { Table, TypedOf } from '../options/option.js';
import type { judgedOutput } from '../options/shared.js';
import { type Explained, explained, wrapped } from '../report/layout.js';
import type { TestCase } from '../report/test-cases.js';
import { withOrigin } from '../results/origin.js';
import { asResultText } from '../results/text-limits.js';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import { addOptions, typedOptions } from './arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type OutputFile, type OutputKind, openOutput } from './output-file.js';
import { heartbeat, type ProgressLine, progressLine } from './progress.js';

/** Flags that commands with a result have. */
type OutputFlags = TypedOf<typeof judgedOutput>;

export interface Session {
  /** Fires at the first Ctrl-C or SIGTERM: end soon, with what there is. */
  readonly signal: AbortSignal;
  readonly progress: ProgressLine;
  /** Prints a part of the text now, unless JSON was asked for. */
  say(text: string): void;
  /** A further file to write. It is opened now, so that a missing folder shows before the work. @throws UsageError */
  open(file: string, kind: OutputKind): OutputFile;
}

export interface Outcome {
  /** Result that `--json` prints and `--out` keeps, with its origin; undefined: nothing to keep. */
  readonly value?: { readonly schema: string };
  /** Text that is printed otherwise. */
  readonly text: () => string;
  /** The exit code unless the command was interrupted. Unless given, all is as expected. */
  readonly exitCode?: ExitCode;
  /** Test cases of what was judged. */
  readonly cases?: readonly TestCase[];
  /** Lines for standard error. */
  readonly remarks?: readonly string[];
  /** Files from Session.open(), with their contents; what is not listed is left as it was. */
  readonly files?: readonly { readonly file: OutputFile; readonly text: string | readonly string[] }[];
}

/**
 * Runs `work` as a command with `flags`, and sets the process's exit code. `inputs` are the files that the command reads:
 * no output may replace one of them.
 *
 * @throws UsageError and what `work` throws
 */
export async function runInShell(
  flags: OutputFlags,
  work: (session: Session) => Promise<Outcome> | Outcome,
  inputs: readonly string[] = [],
): Promise<void> {
  const files: OutputFile[] = [];
  const outputs: string[] = [];
  const open = (file: string, kind: OutputKind): OutputFile => {
    const opened = openOutput(file, kind, { inputs, outputs, force: flags.force });
    outputs.push(file);
    files.push(opened);
    return opened;
  };
  const discard = (): void => {
    for (const file of files) file.discard();
  };
  const interruption = new AbortController();
  const progress = process.stderr.isTTY ? progressLine() : heartbeat();
  const interrupt = (): void => {
    if (interruption.signal.aborted) {
      progress.end();
      process.exit(EXIT.interrupted); // the second time: at once
    }
    interruption.abort();
  };
  const say = (text: string): void => {
    if (flags.json) return;
    progress.hide();
    process.stdout.write(text);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('exit', discard);
  try {
    const out = flags.out === undefined ? undefined : open(flags.out, 'result');
    const junit = flags.junit === undefined ? undefined : open(flags.junit, 'test report');
    const outcome = await work({ signal: interruption.signal, progress, say, open });
    progress.end();
    const json = outcome.value && resultJson(outcome.value);
    for (const { file, text } of outcome.files ?? []) file.commit(text);
    if (junit) junit.commit((await testCases()).junitXml(outcome.cases ?? []));
    const problem = await print((flags.json && json) || `${outcome.text()}\n`);
    const isPrinted = flags.json && out?.isPrinted;
    if (json !== undefined && !isPrinted) out?.commit(json);
    for (const remark of outcome.remarks ?? []) process.stderr.write(`${remark}\n`);
    if (problem) throw new UsageError(`cannot write the output: ${reasonOf(problem, 'file')}`);
    process.exitCode = interruption.signal.aborted ? EXIT.interrupted : (outcome.exitCode ?? EXIT.asExpected);
    if (process.exitCode === EXIT.violation) await annotate(outcome.cases ?? []);
  } catch (error) {
    if (!interruption.signal.aborted || error !== interruption.signal.reason) throw error;
    progress.end();
    process.stderr.write('reftorture: interrupted before there was a result\n');
    process.exitCode = EXIT.interrupted;
  } finally {
    progress.end();
    discard();
    process.off('exit', discard); // a signal is still listened to: it must not take the exit code away
  }
}

const testCases = () => import('../report/test-cases.js'); // where they are asked for: a command starts without them

/** Marks failures in the pages of GitHub, where this runs as one of its actions. */
async function annotate(cases: readonly TestCase[]): Promise<void> {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE = '.' } = process.env;
  if (GITHUB_ACTIONS !== 'true') return;
  const { annotations } = await testCases();
  const lines = annotations(cases, (file) => relative(GITHUB_WORKSPACE, file));
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

/** Returns `result` as it is printed and kept: JSON, with the time and the command line at its head. */
export function resultJson(result: { readonly schema: string }): string {
  return `${JSON.stringify(withOrigin(result, commandLine()), null, 2)}\n`;
}

const PROGRAM = 'reftorture';

/** As it was typed, as far as a result may have it: one that cannot be read again is lost. Where this process lies is nobody's business. */
function commandLine(): string[] {
  return [PROGRAM, ...process.argv.slice(2)].map((word) => asResultText(word, '\ufffd'));
}

/** Writes to standard output. Resolves to the error, if there was one; a reader that closed the pipe is none. */
function print(text: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const done = (error?: Error | null): void =>
      resolve(error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? error : undefined);
    process.stdout.once('error', done);
    try {
      process.stdout.write(text, done);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Flags of which only one can decide what is printed. */
const FORMS = ['json', 'csv', 'markdown'];

/** @throws UsageError for several of FORMS. */
function refuseTogether(asked: object): void {
  const chosen = FORMS.filter((form) => (asked as Record<string, unknown>)[form]);
  if (chosen.length > 1) throw new UsageError(`choose one of ${chosen.map((name) => `--${name}`).join(' and ')}`);
}

/** One result as it is, several as a set under `schema`. Where an interruption left some out it is a set that says so. */
export function oneOrSet<T extends { readonly schema: string }>(
  results: readonly T[],
  schema: string,
  interrupted = false,
): T | { readonly schema: string; readonly runs: readonly T[]; readonly interrupted?: true } {
  const [first, ...others] = results;
  if (interrupted) return { schema, runs: results, interrupted };
  return first && others.length === 0 ? first : { schema, runs: results };
}

interface CommandParts<T extends Table, Operands extends unknown[]> {
  readonly description: string;
  /** Examples, then paragraphs and lists: below the options in --help. */
  readonly help: Parameters<typeof helpBelow>;
  readonly operands?: readonly (readonly [name: string, help: string])[];
  readonly options: T;
  readonly run: (asked: TypedOf<T>, session: Session, ...operands: Operands) => Promise<Outcome> | Outcome;
  /** Returns the files that it reads: no output may replace one of them. */
  readonly inputs?: (asked: TypedOf<T>, ...operands: Operands) => readonly string[] | undefined;
}

/** Returns a function that makes of commander's command the one of these parts. */
export function commandOf<T extends Table, Operands extends unknown[]>(
  parts: CommandParts<T, Operands>,
): (command: Command) => void {
  const { description, help, operands = [], options, run, inputs } = parts;
  return (command) => {
    command.description(description).addHelpText('after', helpBelow(...help));
    for (const operand of operands) command.argument(...operand);
    command.action((...given: unknown[]) => {
      const asked = typedOptions(command, options);
      refuseTogether(asked);
      const named = given.slice(0, -2) as Operands; // the last two are commander's own
      const files = inputs?.(asked, ...named);
      return runInShell(asked, (session) => run(asked, session, ...named), files);
    });
    addOptions(command, options);
  };
}

/** A list under a heading. */
interface HelpList {
  readonly heading: string;
  readonly items: readonly Explained[];
}

/** For Command.addHelpText(): `examples`, then paragraphs and lists, an empty line between them. */
export function helpBelow(
  examples: readonly Explained[],
  ...parts: readonly (string | HelpList)[]
): (context: { readonly command: Command }) => string {
  const heading = examples.length === 1 ? 'Example:' : 'Examples:';
  return ({ command }) => {
    const width = command.configureOutput().getOutHelpWidth?.();
    return [{ heading, items: examples }, ...parts].map((part) => `\n${linesOf(part, width).join('\n')}`).join('\n');
  };
}

function linesOf(part: string | HelpList, width: number | undefined): string[] {
  return typeof part === 'string' ? wrapped(part, '', width) : [part.heading, ...explained(part.items, '  ', width)];
}
