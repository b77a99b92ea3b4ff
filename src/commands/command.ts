// A command with its texts, its options and its work, as commander has it.

import type { Command } from 'commander';
import type { Table, TypedOf } from '../options/option.js';
import { addOptions, typedOptions } from './arguments.js';
import { helpBelow } from './help-text.js';
import { type Outcome, type OutputFlags, runInShell, type Session } from './shell.js';

interface CommandParts<T extends Table, Operands extends unknown[]> {
  readonly description: string;
  /** Examples, then paragraphs and lists: below the options in --help. */
  readonly help: Parameters<typeof helpBelow>;
  readonly operands?: readonly (readonly [name: string, help: string])[];
  readonly options: T;
  readonly run: (asked: TypedOf<T>, session: Session, ...operands: Operands) => Promise<Outcome> | Outcome;
  /** Returns the files that it reads: no output may replace one of them. */
  readonly inputs?: (asked: TypedOf<T>, ...operands: Operands) => readonly string[] | undefined;
  /** Returns the flags of which the shell takes care; all unless given. */
  readonly flags?: (asked: TypedOf<T>) => OutputFlags;
}

/** Returns a function that makes of commander's command the one of these parts. */
export function commandOf<T extends Table, Operands extends unknown[]>(
  parts: CommandParts<T, Operands>,
): (command: Command) => void {
  const { description, help, operands = [], options, run, inputs, flags } = parts;
  return (command) => {
    command.description(description).addHelpText('after', helpBelow(...help));
    for (const operand of operands) command.argument(...operand);
    command.action((...given: unknown[]) => {
      const asked = typedOptions(command, options);
      const named = given.slice(0, -2) as Operands; // the last two are commander's own
      const files = inputs?.(asked, ...named);
      return runInShell(flags?.(asked) ?? asked, (session) => run(asked, session, ...named), files);
    });
    addOptions(command, options);
  };
}
