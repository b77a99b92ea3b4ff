// The result that the comments of a litmus test state: the answer of the Linux-kernel memory model, as the kernel's
// own tests do (`Result: Never`), and why this checker differs from it (`Differs: ...`). Where an archive states the answer
// that there should be, it goes on with `But LKMM finds ...`: that is a reason, too.
// Archives have other words there, such as Maybe, which state nothing; nor does an author's `Expected result:`, which may be
// about compilers.

import type { LitmusAnswer } from '../results/litmus-result.js';
import { asResultText } from '../results/text-limits.js';
import { nearestOf } from '../usage-error.js';
import { LitmusError } from './error.js';
import { lineAt } from './lexer.js';

export interface Stated {
  /** The answer of the Linux-kernel memory model. */
  readonly kernelAnswer?: LitmusAnswer;
  /** True when that model finds a data race: `Result: Sometimes DATARACE`. Absent where no answer is stated. */
  readonly kernelRace?: boolean;
  /** Why this checker gives another answer. */
  readonly differs?: string;
}

const ANSWERS: readonly LitmusAnswer[] = ['Never', 'Sometimes', 'Always'];
const RESULT = /^[ \t*(/]*Result:[ \t]*(\w+)(?:[ \t]+(DATARACE)\b)?/m;

/** @throws LitmusError for a word that was meant to be an answer */
export function parseStated(file: string, text: string): Stated {
  const result = RESULT.exec(text);
  const [, said = '', race] = result ?? [];
  const [, differs] = /^[ *(]*(?:Differs:[ \t]*|(?=But LKMM ))([\s\S]*?)(?:\n[ *]*\n|\*\))/m.exec(text) ?? [];
  const answer = ANSWERS.find((one) => one === said);
  if (result && answer === undefined && nearestOf(ANSWERS, said) !== '') {
    const line = lineAt(text, result.index + result[0].search(/\S/));
    throw new LitmusError(file, line, `a result is Never, Sometimes or Always, not ${said}`);
  }
  return {
    ...(answer !== undefined && { kernelAnswer: answer, kernelRace: race !== undefined }),
    ...(differs !== undefined && { differs: asResultText(differs.replace(/\s*\n[ *]*|\s+/g, ' ').trim()) }),
  };
}
