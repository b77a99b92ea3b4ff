// Names in C that a printed kernel cannot give: words of C, names of <setjmp.h> and of runtime/atomics.native.h, and those
// in the text around the functions.

const WORDS = `
  auto break case char const continue default do double else enum extern float for goto if inline int long register restrict
  return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof main errno NULL linux unix

  setjmp longjmp sigsetjmp siglongjmp jmp_buf sigjmp_buf

  i32 u32 i64 memory my host trap load store fetchAdd fetchSub fetchOr exchange compareExchange observe glance peek poke
  copyLine stamp sleep fence word_at shared_at add subtract multiply negate divide divide_remainder shift_left shift_right shift_right_unsigned as_it_is go_on
  KERNEL SELF INLINE APART UNUSED FENCE LIKELY UNLIKELY READ_MODIFY_WRITE RELAXED_ORDER ACQUIRE_ORDER RELEASE_ORDER ABANDON_WORD MEASURED
  DIVIDE_BY_ZERO REMAINDER_BY_ZERO UNREPRESENTABLE BEYOND_MEMORY ABANDONED

  VISIBLE ALIGNMENT dispatch initialise kernel_bytes kernel_interface kernel_call`;

export const RESERVED: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
