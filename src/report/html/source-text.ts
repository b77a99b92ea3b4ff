// The portable sources that a witness walks through, as far as they are those of this installation. A path in a result
// file is never followed: it could name any file of the reader's machine.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SOURCE_ROOT } from '../../engines/sources.js';
import type { Witness, WitnessStep } from '../../results/check-result.js';

const FOLDERS = ['protocols', 'pages', 'actors'];

export class SourceTexts {
  readonly #files = new Map<string, readonly string[]>();
  /** Lines that some step of the page points to, by file. */
  readonly shown = new Map<string, Set<number>>();

  constructor() {
    for (const folder of FOLDERS) {
      for (const name of readdirSync(join(SOURCE_ROOT, folder)).filter((file) => file.endsWith('.ts'))) {
        this.#files.set(
          basename(name),
          readFileSync(join(SOURCE_ROOT, folder, name), 'utf8')
            .trimEnd()
            .split('\n'),
        );
      }
    }
  }

  lines(file: string): readonly string[] {
    return this.#files.get(file) ?? [];
  }

  /**
   * Whether `witness` was found in these very sources, as far as one can see: each of its lines has the operation that
   * the step did.
   */
  fits({ steps }: Witness): boolean {
    return steps.every((step) => step.operation === 'choose' || this.#line(step)?.includes(`${step.operation}(`));
  }

  /** The line of `step`, and a note that the page shows its file; undefined where it is not known. */
  cite(step: WitnessStep): { readonly file: string; readonly line: number; readonly text: string } | undefined {
    const text = this.#line(step);
    if (text === undefined) return undefined;
    const { file, line } = placeOf(step);
    this.shown.set(file, (this.shown.get(file) ?? new Set()).add(line));
    return { file, line, text: text.trim() };
  }

  #line(step: WitnessStep): string | undefined {
    const { file, line } = placeOf(step);
    return this.#files.get(file)?.[line - 1];
  }
}

function placeOf({ source }: WitnessStep): { file: string; line: number } {
  const [, file = '', line = '0'] = /^([\w.-]+):(\d+)$/.exec(source) ?? [];
  return { file, line: Number(line) };
}
