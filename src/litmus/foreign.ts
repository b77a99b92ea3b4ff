// Operations and languages of published litmus tests that this release does not read. Each is refused by its name.

import { FENCES, KERNEL_OPERATIONS } from './operations.js';
import type { TokenStream } from './token-stream.js';

interface Foreign {
  readonly names: RegExp;
  /** The kind, for the message and the summary. */
  readonly kind: string;
}

const FOREIGN: readonly Foreign[] = [
  { names: /srcu/, kind: 'SRCU' },
  {
    names:
      /^(?:rcu_(?:read_(?:lock|unlock)_\w+|barrier\w*)|synchronize_(?:rcu|sched|net)\w*|call_rcu\w*|\w+_synchronize_rcu\w*)$/,
    kind: 'RCU',
  },
  {
    names:
      /^(?:(?:raw_spin|read|write|arch_spin)_(?:try)?(?:lock|unlock|is_locked|unlock_wait)\w*|spin_(?:(?:try)?lock|unlock|is_locked)_\w+|mutex_\w+|down_\w+|up_\w+|smp_mb__before_spinlock|DEFINE_SPINLOCK)$/,
    kind: 'locks',
  },
  {
    names: /^(?:atomic_(?:load|store|exchange|thread_fence|signal_fence|compare_exchange\w*)|atomic_\w+_explicit)$/,
    kind: 'C11 atomics',
  },
  { names: /^(?:while|for|do|goto|switch|return|break|continue)$/, kind: 'loops and jumps' },
];

/** Refuses the next token if it is the name of one of these. @throws LitmusError */
export function refuseForeign(tokens: TokenStream, name: string = tokens.next, line: number = tokens.line): void {
  if (FENCES.has(name) || KERNEL_OPERATIONS.has(name)) return;
  const kind = FOREIGN.find(({ names }) => names.test(name))?.kind;
  if (kind === undefined) return;
  const written = kind === 'loops and jumps' ? `"${name}"` : `${name}()`;
  const what = kind === 'C11 atomics' ? 'is of C11' : kind === 'locks' ? 'is a lock' : `is ${kind}`;
  if (kind === 'loops and jumps') tokens.fail(`${written} is not read: tests are loop-free`, { line, kind });
  tokens.fail(`${written} ${what}: not read by this release`, { line, kind });
}

/** The languages of litmus tests, by the first word of a file. */
const LANGUAGES = /^(?:AArch64|ARM|ASL|BPF|Bell|CPP|GPU_PTX|JAVA|LISA|MIPS|PPC|PTX|RISCV|X86|X86_64|Het)$/;

/** Tells whether `word` names another language of litmus tests. */
export function isOtherLanguage(word: string): boolean {
  return LANGUAGES.test(word);
}
