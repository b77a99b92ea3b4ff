// The intrinsics (see atomics.ts) on the `native` engine, in C11 with the __atomic builtins of GCC and Clang. The printer
// (src/printers/c) prints it in front of every kernel, behind `struct kernel`, which has the kernel's variables.
//
// The orders are what the source asks for.
//
//   RELAXED, ACQUIRE, RELEASE   what C11 calls so.
//   FULL                        Linux's full barrier: everything before stays before it, everything behind stays behind.
//                               On x86 a locked instruction is one, and seq_cst compiles to nothing else. On arm64
//                               seq_cst alone is one with the atomic instructions of LSE (ldaddal, casal), as Linux uses
//                               them; without LSE it is a loop of ldaxr and stlxr, and a later access may be satisfied
//                               before the stlxr is: there Linux puts a `dmb ish` behind the loop, and so does fence().
//
// A compare-and-swap that fails orders nothing, whatever it asks for, as in Linux. An order that an access cannot have (a
// load with RELEASE, a store with ACQUIRE) is none, as in the checker.
//
// Every access of the intrinsics is volatile. C11 would let the compiler merge relaxed accesses, drop a load whose value
// nobody uses, and change the order of two of them. Linux's own READ_ONCE, WRITE_ONCE and atomic_*() are volatile, so a
// kernel compiler does none of that either: relaxed is what the CPU may reorder, no more. peek() and poke() are plain:
// they are for words of which nobody else writes.

#include <setjmp.h>

// Of order.ts.
#define RELAXED_ORDER 0
#define ACQUIRE_ORDER 1
#define RELEASE_ORDER 2

// Why a call ended early: ENDS of src/engines/native/instance.ts, in its order.
enum { DIVIDE_BY_ZERO = 1, REMAINDER_BY_ZERO, UNREPRESENTABLE, BEYOND_MEMORY, ABANDONED };

// What a call of the kernel brings along.
struct host {
  jmp_buf end;
  void (*stamp)(i32 address);
  void (*wait)(i32 address, i32 microseconds);
};

#define UNUSED __attribute__((unused))
#define INLINE static inline __attribute__((always_inline, unused))
#define APART static __attribute__((noinline, aligned(64), unused))
#define LIKELY(condition) __builtin_expect((condition) != 0, 1)
#define UNLIKELY(condition) __builtin_expect((condition) != 0, 0)

// Every function that reaches memory or variables has them as its first parameters. The memory is passed by value: it then
// stays in registers, while whatever a pointer leads to is read again behind each atomic access.
// The variables lie apart from it (restrict).
#define KERNEL struct memory memory UNUSED, struct kernel *restrict my UNUSED
#define SELF memory, my

static __attribute__((noreturn, cold, noinline)) void trap(struct kernel *my, int why) {
  longjmp(my->host->end, why);
}

// Arithmetic of 32-bit integers that wraps.

INLINE i32 add(i32 left, i32 right) { return (i32)((u32)left + (u32)right); }
INLINE i32 subtract(i32 left, i32 right) { return (i32)((u32)left - (u32)right); }
INLINE i32 multiply(i32 left, i32 right) { return (i32)((u32)left * (u32)right); }
INLINE i32 negate(i32 value) { return (i32)-(u32)value; }
INLINE i32 shift_left(i32 value, i32 by) { return (i32)((u32)value << (by & 31)); }
INLINE i32 shift_right(i32 value, i32 by) { return value >> (by & 31); }
INLINE i32 shift_right_unsigned(i32 value, i32 by) { return (i32)((u32)value >> (by & 31)); }

// A source may compare a thing with itself, which is worth a warning in C alone.
INLINE i32 as_it_is(i32 value) { return value; }

INLINE i32 divide(KERNEL, i32 left, i32 right) {
  if (UNLIKELY(right == 0)) trap(my, DIVIDE_BY_ZERO);
  if (UNLIKELY(right == -1 && left == -2147483647 - 1)) trap(my, UNREPRESENTABLE);
  return left / right;
}

INLINE i32 divide_remainder(KERNEL, i32 left, i32 right) {
  if (UNLIKELY(right == 0)) trap(my, REMAINDER_BY_ZERO);
  return right == -1 ? 0 : left % right;
}

// Memory.

// The word at `address`. Rotated right by two bits, an address is too large a number also where it is of no whole word. In
// a kernel that is measured no branch may stand in the path: there such an address leads to the word behind the memory,
// which nobody else uses. That is arithmetic alone, which compilers do once and not in each round of a loop.
INLINE i32 *word_at(KERNEL, i32 address) {
  u32 index = (u32)address >> 2 | (u32)address << 30;
#if MEASURED
  u32 there = index < memory.words ? index : memory.words; // a statement of its own: gcc takes a minimum for no branch
  return (i32 *)memory.base + there;
#else
  if (UNLIKELY(index >= memory.words)) trap(my, BEYOND_MEMORY);
  return (i32 *)memory.base + index;
#endif
}

// The thread sanitizer of gcc warns of the other one.
#if defined __SANITIZE_THREAD__
#define FENCE(order) __sync_synchronize()
#else
#define FENCE(order) __atomic_thread_fence(order)
#endif

INLINE volatile i32 *shared_at(KERNEL, i32 address) { return word_at(SELF, address); }

INLINE void fence(void) {
#if !defined __x86_64__ && !defined __i386__ && !defined __ARM_FEATURE_ATOMICS
  FENCE(__ATOMIC_SEQ_CST);
#endif
}

INLINE i32 load(KERNEL, i32 address, i32 order) {
  volatile i32 *word = shared_at(SELF, address);
  if (order == RELAXED_ORDER || order == RELEASE_ORDER) return __atomic_load_n(word, __ATOMIC_RELAXED);
  if (order == ACQUIRE_ORDER) return __atomic_load_n(word, __ATOMIC_ACQUIRE);
  FENCE(__ATOMIC_SEQ_CST);
  i32 value = __atomic_load_n(word, __ATOMIC_RELAXED);
  FENCE(__ATOMIC_SEQ_CST);
  return value;
}

INLINE void store(KERNEL, i32 address, i32 value, i32 order) {
  volatile i32 *word = shared_at(SELF, address);
  if (order == RELAXED_ORDER || order == ACQUIRE_ORDER) {
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
  } else if (order == RELEASE_ORDER) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
  } else {
    __atomic_exchange_n(word, value, __ATOMIC_SEQ_CST);
    fence();
  }
}

// A read-modify-write `builtin` in `order`, which is a constant wherever the source has one.
#define READ_MODIFY_WRITE(name, builtin)                                             \
  INLINE i32 name(KERNEL, i32 address, i32 value, i32 order) {                       \
    volatile i32 *word = shared_at(SELF, address);                                   \
    if (order == RELAXED_ORDER) return builtin(word, value, __ATOMIC_RELAXED);       \
    if (order == ACQUIRE_ORDER) return builtin(word, value, __ATOMIC_ACQUIRE);       \
    if (order == RELEASE_ORDER) return builtin(word, value, __ATOMIC_RELEASE);       \
    i32 before = builtin(word, value, __ATOMIC_SEQ_CST);                             \
    fence();                                                                         \
    return before;                                                                   \
  }

READ_MODIFY_WRITE(fetchAdd, __atomic_fetch_add)
READ_MODIFY_WRITE(fetchSub, __atomic_fetch_sub)
READ_MODIFY_WRITE(fetchOr, __atomic_fetch_or)
READ_MODIFY_WRITE(exchange, __atomic_exchange_n)

// That it succeeds is expected, as Linux's atomic_try_cmpxchg() expects it, and so is the code laid out.
INLINE i32 compareExchange(KERNEL, i32 address, i32 expected, i32 value, i32 order) {
  volatile i32 *word = shared_at(SELF, address);
  i32 before = expected;
  int success;
  if (order == RELAXED_ORDER) {
    success = __atomic_compare_exchange_n(word, &before, value, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  } else if (order == ACQUIRE_ORDER) {
    success = __atomic_compare_exchange_n(word, &before, value, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
  } else if (order == RELEASE_ORDER) {
    success = __atomic_compare_exchange_n(word, &before, value, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
  } else {
    success = __atomic_compare_exchange_n(word, &before, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
    if (success) fence();
  }
  if (LIKELY(success)) return expected;
  if (before == expected) __builtin_unreachable();
  return before;
}

// Two calls stay in their order: ACQUIRE keeps whatever follows behind it.
INLINE i32 observe(KERNEL, i32 address) { return __atomic_load_n(shared_at(SELF, address), __ATOMIC_ACQUIRE); }

// A detector that looks behind a relaxed access must not look before it: the fence costs nothing on x86, where no load
// overtakes another.
INLINE i32 glance(KERNEL, i32 address) {
  FENCE(__ATOMIC_ACQUIRE);
  return __atomic_load_n(shared_at(SELF, address), __ATOMIC_RELAXED);
}

INLINE i32 peek(KERNEL, i32 address) { return *word_at(SELF, address); }

INLINE void poke(KERNEL, i32 address, i32 value) {
  *word_at(SELF, address) = value;
}

// The memory ends with a line that is nobody's, so that a line may begin at its last word.
INLINE void copyLine(KERNEL, i32 from, i32 to) {
  __builtin_memcpy(word_at(SELF, to), word_at(SELF, from), 64);
}

// What the host does, on every engine: it reads the clock of the run, and has the thread wait.

static __attribute__((cold, noinline, unused)) void stamp(KERNEL, i32 address) {
  my->host->stamp(address);
}

static __attribute__((cold, noinline, unused)) void sleep(KERNEL, i32 address, i32 microseconds) {
  my->host->wait(address, microseconds);
}

// A thread inside native code cannot be terminated from outside. So each way by which code can go on for ever looks at
// a word that the host sets when it gives a run up (ABANDON of layout.ts): loops when they go round again. Loops of the
// package's own that count up to a bound need not.

INLINE void go_on(KERNEL) {
  if (UNLIKELY(__atomic_load_n((volatile i32 *)(memory.base + ABANDON_WORD), __ATOMIC_RELAXED))) trap(my, ABANDONED);
}
