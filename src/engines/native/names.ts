// Names of a portable module in C. Only letters, digits and underscores of the source become part of a name, no name
// begins with an underscore, and none is a word of C or of the vocabulary.

const C_WORDS =
  'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof main errno NULL';

/** Names of <setjmp.h>, of runtime/atomics.native.h, and of the text that the emitter prints itself. */
const TAKEN =
  'setjmp longjmp sigsetjmp siglongjmp jmp_buf sigjmp_buf i32 u32 i64 memory my host kernel base words function trap why subject ' +
  'load store fetchAdd fetchSub fetchOr exchange compareExchange observe glance peek poke copyLine stamp sleep fence ' +
  'word_at shared_at divide divide_remainder shift_left shift_right shift_right_unsigned go_on go_deeper ' +
  'KERNEL SELF INLINE LIKELY UNLIKELY READ_MODIFY_WRITE RELAXED_ORDER ACQUIRE_ORDER RELEASE_ORDER ABANDON_WORD MEASURED STACK_BYTES VISIBLE ALIGNMENT dispatch initialise kernel_bytes kernel_interface kernel_call ' +
  'DIVIDE_BY_ZERO REMAINDER_BY_ZERO UNREPRESENTABLE BEYOND_MEMORY STACK_OVERFLOW ABANDONED';

const RESERVED: ReadonlySet<string> = new Set([...C_WORDS.split(' '), ...TAKEN.split(' ')]);

/** The names of one module: a name of the source has the same name in C wherever it occurs. */
export class Names {
  readonly #known = new Map<string, string>();
  readonly #given = new Set<string>();

  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const plain = /^[A-Za-z]\w*$/.test(name) ? name : `unused_${name.replace(/[^A-Za-z0-9]/g, '')}`;
    let given = plain;
    for (let number = 2; isTaken(given) || this.#given.has(given); number++) given = `${plain}_${number}`;
    this.#known.set(name, given);
    this.#given.add(given);
    return given;
  }
}

function isTaken(name: string): boolean {
  return RESERVED.has(name) || /^t\d+$/.test(name);
}
