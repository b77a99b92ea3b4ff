// House-keeping of the programs that `reftorture emit` prints, in front of race.h or scale.h: options, clocks, CPUs, threads
// with a start gate, and JSON. Behind it are the kernels, and what is defined in TypeScript: layout, counters and tables.

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof *(array)))
#define FOR(index, limit) for (int index = 0; index < (limit); index++)

enum { CLEAN, VIOLATED, USAGE, INCONCLUSIVE, INTERRUPTED = 130 };

#define fail(...) (fflush(stdout), fprintf(stderr, PROGRAM ": " __VA_ARGS__), fputc('\n', stderr), exit(USAGE))

static void *zeroed(size_t bytes) {
  void *place = NULL;
  if (posix_memalign(&place, 128, bytes) != 0) fail("no memory for so many threads: ask for fewer");
  return memset(place, 0, bytes);
}

// Options: those that HELP lists. What is chosen there and nowhere else has its default here.

static struct {
  int threads[MOST_NUMBERS], numbers_of_threads, trials, pin, json, show_cpus, until_violation;
  double duration_ms;
  u32 seed;
  const char *pin_order, *sys, *stall;
} options = {.pin_order = PIN_ORDER, .sys = SYS, .pin = -1, .duration_ms = DURATION_MS, .trials = TRIALS, .stall = "none"};

// A whole number in front of `end`.
static u32 whole_in(const char *name, const char *text, char end, u32 least, u32 most) {
  char *rest;
  double value = strtod(text, &rest);
  if (rest == text || (*rest && *rest != end) || !(value >= least && value <= most) || value != (u32)value)
    fail("%s must be a whole number from %u to %u, not %s", name, least, most, text);
  return (u32)value;
}

static double duration_in(const char *name, const char *text) {
  char *unit;
  double value = strtod(text, &unit);
  double ms = !strcmp(unit, "ms") ? 1 : !strcmp(unit, "m") ? 60000 : !strcmp(unit, "h") ? 3600000 : 1000;
  if (!(value * ms > 0 && value * ms < 2147483648.0) || (ms == 1000 && *unit != '\0' && strcmp(unit, "s")))
    fail("%s: expected a positive time such as 500ms, 5s or 2m, not %s", name, text);
  return value * ms;
}

static void threads_in(const char *name, const char *text) {
  options.numbers_of_threads = 0;
  for (; text; text = strchr(text, ',') ? strchr(text, ',') + 1 : NULL) {
    if (options.numbers_of_threads == MOST_NUMBERS) fail("%s: at most %d", name, MOST_NUMBERS);
    options.threads[options.numbers_of_threads++] = (int)whole_in(name, text, ',', LEAST_THREADS, MAX_THREADS);
  }
}

static const char *pin_order_in(const char *text) {
  FOR(i, LENGTH(PIN_ORDERS)) if (!strcmp(text, PIN_ORDERS[i])) return PIN_ORDERS[i];
  fail("unknown pin order \"%s\"; --help shows them", text);
}

// Returns the exit code, once all that was printed is where it should go.
static int ended(int code) {
  if (!fflush(stdout) && !ferror(stdout)) return code;
  fputs(PROGRAM ": cannot write the output\n", stderr);
  return USAGE;
}

// Each line of HELP with an option begins with it; what it takes follows behind one space, its meaning behind more.
static void read_options(int argc, char **argv) {
  options.seed = ((u32)time(NULL) ^ (u32)getpid() << 16) & 0x7fffffff;
  for (int i = 1; i < argc; i++) {
    char line[64];
    const char *name = argv[i];
    snprintf(line, sizeof line, "\n  %s ", name);
    const char *help = *name == '-' ? strstr(HELP, line) : NULL, *value = NULL;
    if (!help) fail("unknown option %s; --help shows those that there are", name);
    if (help[strlen(line)] != ' ' && !(value = argv[++i])) fail("%s needs a value; --help shows what", name);
    if (!strcmp(name, "--help")) fputs(HELP, stdout), exit(ended(CLEAN));
    else if (!strcmp(name, "--json")) options.json = 1;
    else if (!strcmp(name, "--no-pin")) options.pin = 0;
    else if (!strcmp(name, "--show-cpus")) options.show_cpus = 1;
    else if (!strcmp(name, "--threads")) threads_in(name, value);
    else if (!strcmp(name, "--trials")) options.trials = (int)whole_in(name, value, 0, 1, MOST_TRIALS);
    else if (!strcmp(name, "--seed")) options.seed = whole_in(name, value, 0, 0, 4294967295u);
    else if (!strcmp(name, "--pin-order")) options.pin_order = pin_order_in(value);
    else if (!strcmp(name, "--sys")) options.sys = value;
    else if (!strcmp(name, "--stall")) options.stall = value;
    else options.duration_ms = duration_in(name, value), options.until_violation |= !strcmp(name, "--until-violation");
  }
}

// The clock and signals.

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void doze(double ms) { // less than a second
  nanosleep(&(struct timespec){0, (long)(ms * 1e6)}, NULL);
}

static volatile sig_atomic_t interrupted;

static void interrupt(int number) {
  (void)number;
  if (interrupted) _exit(INTERRUPTED); // the second time: at once
  interrupted = 1;
}

// One line on standard error: over the last one on a terminal, elsewhere every ten seconds.
static __attribute__((format(printf, 1, 2))) void progress(const char *format, ...) {
  static double next_ms;
  va_list values;
  int over = isatty(2), first = next_ms == 0 && !over;
  if (now_ms() < next_ms) return;
  next_ms = now_ms() + (over ? 0 : 10000);
  if (first) return;
  va_start(values, format);
  fputs(over ? "\r\033[K" : "", stderr);
  vfprintf(stderr, format, values);
  fputs(over ? "" : "\n", stderr);
  va_end(values);
}

// CPUs: those that may be used, in the order in which threads are pinned (src/machine/pin-order.ts).

enum { MOST_CPUS = 4096 };

struct cpu {
  int cpu;
  long core, package, cache, speed, sibling, key[5]; // by which they are sorted
};
static struct cpu cpus[MOST_CPUS];
static int usable;

// The first line of a file that begins so; NULL where there is none.
static __attribute__((format(printf, 2, 3))) char *line_of(const char *beginning, const char *format, ...) {
  static char path[512], line[8192];
  va_list values;
  va_start(values, format);
  vsnprintf(path, sizeof path, format, values);
  va_end(values);
  FILE *file = fopen(path, "r");
  char *read = NULL;
  while (file && (read = fgets(line, sizeof line, file)) && strncmp(line, beginning, strlen(beginning))) continue;
  if (file) fclose(file);
  line[read ? strcspn(line, "\n") : 0] = '\0';
  return *line ? line : NULL;
}

// The numbers in a list of Linux such as 0-3,8. Returns how many there are.
static int numbers_in(const char *text, int *numbers, int most) {
  int count = 0;
  while (text && *text >= '0' && *text <= '9') {
    char *end;
    long first = strtol(text, &end, 10), last = first;
    if (*end == '-') last = strtol(end + 1, &end, 10);
    for (; first <= last && count < most; first++) numbers[count++] = (int)first;
    text = *end == ',' ? end + 1 : "";
  }
  return count;
}

static long number_at(long otherwise, int cpu, const char *name) {
  const char *text = line_of("", "%s/cpu/cpu%d/%s", options.sys, cpu, name);
  return text && strspn(text, "0123456789") == strlen(text) ? strtol(text, NULL, 10) : otherwise;
}

static int by_key(const void *first, const void *second) {
  const struct cpu *a = first, *b = second;
  FOR(i, LENGTH(a->key)) if (a->key[i] != b->key[i]) return a->key[i] < b->key[i] ? -1 : 1;
  return 0;
}

static void sort(int from, int to) { qsort(&cpus[from], (size_t)(to - from), sizeof *cpus, by_key); }

static int same_package(const struct cpu *a, const struct cpu *b) { return a->package == b->package; }
static int same_cache(const struct cpu *a, const struct cpu *b) { return same_package(a, b) && a->cache == b->cache; }
static int same_core(const struct cpu *a, const struct cpu *b) { return same_package(a, b) && a->core == b->core; }

// Deals a part of `cpus` out like cards: the first of each group of the `same`, then the second of each; or group by group.
static void deal(int from, int to, int (*same)(const struct cpu *, const struct cpu *), int by_group) {
  for (int i = from; i < to; i++) {
    int turn = 0, first = i;
    for (int j = i - 1; j >= from; j--) if (same(&cpus[i], &cpus[j])) turn++, first = j;
    cpus[i].key[0] = by_group ? first : turn;
    cpus[i].key[1] = by_group ? turn : first;
  }
  sort(from, to);
}

static void find_cpus(void) {
  static int allowed[MOST_CPUS], nodes[MOST_CPUS], members[MOST_CPUS], node_of[MOST_CPUS];
  cpu_set_t set[MOST_CPUS / CPU_SETSIZE];
  if (strcmp(options.sys, SYS)) {
    usable = numbers_in(line_of("", "%s/cpu/online", options.sys), allowed, MOST_CPUS);
    if (usable == 0) fail("--sys: no CPU is named in \"%s/cpu/online\"", options.sys);
  } else if (sched_getaffinity(0, sizeof set, set) == 0)
    FOR(cpu, MOST_CPUS) if (CPU_ISSET_S((size_t)cpu, sizeof set, set)) allowed[usable++] = cpu;
  int known = numbers_in(line_of("", "%s/node/online", options.sys), nodes, MOST_CPUS);
  FOR(n, known) {
    int count = numbers_in(line_of("", "%s/node/node%d/cpulist", options.sys, nodes[n]), members, MOST_CPUS);
    FOR(i, count) if (members[i] < MOST_CPUS) node_of[members[i]] = nodes[n];
  }
  FOR(i, usable) {
    int cpu = allowed[i], first;
    const char *cache = line_of("", "%s/cpu/cpu%d/cache/index3/shared_cpu_list", options.sys, cpu);
    if (!cache) cache = line_of("", "%s/cpu/cpu%d/cache/index2/shared_cpu_list", options.sys, cpu);
    cpus[i] = (struct cpu){.cpu = cpu, .cache = numbers_in(cache, &first, 1) ? first : -1};
    cpus[i].core = number_at(-1, cpu, "topology/core_id");
    cpus[i].package = number_at(0, cpu, "topology/physical_package_id");
    cpus[i].speed = number_at(number_at(0, cpu, "cpufreq/cpuinfo_max_freq"), cpu, "cpu_capacity");
    memcpy(cpus[i].key, (long[]){cpus[i].core < 0, -cpus[i].speed, cpus[i].package, node_of[cpu % MOST_CPUS], cpu}, sizeof cpus->key);
  }
}

static void order_cpus(void) {
  int known = 0, leaders = 0;
  find_cpus();
  if (!strcmp(options.pin_order, "numbers")) return;
  sort(0, usable);
  while (known < usable && cpus[known].core >= 0) known++;
  deal(0, known, same_core, !strcmp(options.pin_order, "siblings"));
  if (strcmp(options.pin_order, "apart")) return;
  FOR(i, known) leaders += (cpus[i].sibling = cpus[i].key[0]) == 0;
  for (int from = 0, to; from < leaders; from = to) { // the cores of one kind
    for (to = from; to < leaders && (double)cpus[to].speed >= ONE_KIND * (double)cpus[from].speed;) to++;
    deal(from, to, same_cache, 0);
    deal(from, to, same_package, 0);
  }
  FOR(i, known) FOR(j, leaders) if (same_core(&cpus[i], &cpus[j])) cpus[i].key[0] = cpus[i].sibling, cpus[i].key[1] = j;
  sort(0, known);
}

// The memory, and threads that run a kernel on it.

static struct memory memory;

static i32 *word(i32 address) { return (i32 *)(void *)(memory.base + address); }
static double *double_at(i32 address) { return (double *)(void *)(memory.base + address); }
static i32 get(i32 address) { return __atomic_load_n(word(address), __ATOMIC_SEQ_CST); }
static void set(i32 address, i32 value) { __atomic_store_n(word(address), value, __ATOMIC_SEQ_CST); }
static i32 block(int worker) { return WORKERS_BASE + worker * WORKER_BYTES; }
static i32 up_to(i32 value, i32 step) { return (value + step - 1) / step * step; }

static void map_memory(size_t bytes) {
  size_t whole = bytes + SPARE_BYTES;
  void *place = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes > MAX_ARENA_BYTES || place == MAP_FAILED) fail("there is no memory for so many pages and threads");
  memory = (struct memory){place, (u32)(bytes / 4)};
}

struct sizes {
  int threads, pages, page_bytes, slots, words_bytes; // of a worker's words for a page
};

static i32 slots_base(struct sizes s) { return block(s.threads); }
static i32 pages_base(struct sizes s) { return up_to(slots_base(s) + s.slots * SLOT_BYTES, s.page_bytes); }
static i32 worker_words(struct sizes s) { return up_to(s.pages * s.words_bytes, 128); }
static i32 words_base(struct sizes s) {
  i32 end = pages_base(s) + s.pages * s.page_bytes;
  return s.words_bytes ? up_to(end, 128) : end;
}
static i32 arena_end(struct sizes s) { return words_base(s) + s.threads * worker_words(s); }

static i32 mixed(u32 value) {
  value = (value ^ value >> 16) * 0x85ebca6bu;
  value = (value ^ value >> 13) * 0xc2b2ae35u;
  return (i32)(value ^ value >> 16);
}

static void lay_out(struct sizes s, u32 seed) {
  memset(memory.base, 0, (size_t)block(s.threads));
  FOR(i, LENGTH(CONFIG)) set(CONFIG[i][0], CONFIG[i][1]);
  set(CONFIG_PAGES, s.pages);
  set(CONFIG_PAGE_BYTES, s.page_bytes);
  set(CONFIG_PAGES_BASE, pages_base(s));
  set(CONFIG_SLOTS, s.slots);
  set(CONFIG_SLOTS_BASE, slots_base(s));
  set(CONFIG_WORKERS, s.threads);
  set(CONFIG_WORKER_WORDS_BASE, s.words_bytes ? words_base(s) : 0);
  set(CONFIG_WORKER_WORDS_BYTES, worker_words(s));
  if (s.words_bytes) set(CONFIG_WORKER_WORDS_SHIFT, __builtin_ctz((unsigned)(s.page_bytes / s.words_bytes)));
  FOR(stream, 2 * s.threads) {
    i32 drawn = mixed(seed + (u32)(stream + 1) * 0x9e3779b9u);
    set(block(stream / 2) + (stream % 2 ? WORKER_STALL_SEED : WORKER_SEED), drawn ? drawn : 1);
  }
}

struct thread {
  struct kernel kernel; // on lines of its own
  pthread_t id;
  struct host host;
  int worker, why, number, cpu, pin_problem, back;
  double start_ms, end_ms, totals[COUNTERS];
} __attribute__((aligned(128)));

static struct thread *threads;

static void stamp_time(i32 address) {
  double ms = now_ms() - *double_at(START_TIME);
  *double_at(address) = ms > 0 ? ms : 0;
}

// In slices, so that a stalled worker sees the end of the run.
static void stall_for(i32 address, i32 microseconds) {
  for (double left_ms = microseconds / 1e3; left_ms > 0 && get(address) == 0; left_ms -= 10) doze(left_ms < 10 ? left_ms : 10);
}

static __attribute__((noinline)) i32 call(struct thread *thread, enum export function, i32 a, i32 b) {
  thread->host.stamp = stamp_time;
  thread->host.wait = stall_for;
  thread->kernel.host = &thread->host;
  int why = setjmp(thread->host.end);
  if (why == 0) return KERNELS[thread->number](memory, &thread->kernel, function, a, b);
  thread->why = why;
  return 0;
}

static void pin(struct thread *thread) {
  cpu_set_t one[MOST_CPUS / CPU_SETSIZE];
  if (thread->cpu < 0) return;
  CPU_ZERO_S(sizeof one, one);
  CPU_SET_S((size_t)thread->cpu, sizeof one, one);
  thread->pin_problem = sched_setaffinity(0, sizeof one, one) != 0;
}

static void forget_counts(struct thread *thread) {
  memset(word(block(thread->worker) + WORKER_COUNTERS), 0, COUNTERS * 4);
  memset(thread->totals, 0, sizeof thread->totals);
  *word(block(thread->worker) + WORKER_EVENTS_KEPT) = 0;
}

static void take_counts(struct thread *thread) {
  i32 *counters = word(block(thread->worker) + WORKER_COUNTERS);
  FOR(c, COUNTERS) thread->totals[c] += (u32)counters[c], counters[c] = 0;
}

enum { FUTEX_WAIT, FUTEX_WAKE }; // of <linux/futex.h>, which a C library need not have

static void arrive_and_wait(i32 phase) {
  __atomic_fetch_add(word(ARRIVED), 1, __ATOMIC_SEQ_CST);
  for (i32 open; (open = get(GATE)) < phase;) syscall(SYS_futex, word(GATE), FUTEX_WAIT, open, NULL);
}

static void open_gate(i32 phase) {
  set(GATE, phase);
  syscall(SYS_futex, word(GATE), FUTEX_WAKE, 0x7fffffff);
}

static int is_over(void) { return interrupted || get(STOP) != 0; }

// What became of a run.
static struct {
  int never_started, ran, hung;
} outcome;
static char shown[160]; // in front of its progress

static int all_back(int count) {
  FOR(i, count) if (!__atomic_load_n(&threads[i].back, __ATOMIC_ACQUIRE)) return 0;
  return 1;
}

// Runs `body` on so many threads through the gate, until one of them ends the run or time is up (src/harness/gated-run.ts).
static void run_gated(int count, void *(*body)(void *), double grace_ms) {
  pthread_attr_t attributes;
  memset(&outcome, 0, sizeof outcome);
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 1 << 18);
  FOR(i, count) {
    struct thread *thread = &threads[i];
    int number = thread->number;
    memset(thread, 0, sizeof *thread);
    thread->number = number;
    thread->worker = i;
    thread->cpu = options.pin && usable ? cpus[i % usable].cpu : -1;
    if (pthread_create(&thread->id, &attributes, body, thread) != 0) fail("the system starts no more than %d threads", i);
  }
  for (i32 phase = 1; phase <= 3 && !outcome.never_started && !is_over(); phase++) {
    double limit_ms = now_ms() + START_MS + START_MS_PER_THREAD * count;
    for (; get(ARRIVED) < phase * count && !outcome.never_started && !is_over(); doze(1)) outcome.never_started = now_ms() > limit_ms;
    if (outcome.never_started || is_over()) break;
    outcome.ran = phase == 3;
    set(CONFIG_STOP_ON_VIOLATION, outcome.ran && options.until_violation);
    *double_at(START_TIME) = now_ms();
    open_gate(phase);
  }
  double start_ms = now_ms();
  while (outcome.ran && !is_over()) {
    double elapsed_ms = now_ms() - start_ms, left_ms = options.duration_ms - elapsed_ms;
    if (left_ms <= 0) break;
    progress("%s%.1f of %.1f s", shown, elapsed_ms / 1e3, options.duration_ms / 1e3);
    doze(left_ms < 20 ? left_ms : 20);
  }
  set(STOP, 1);
  FOR(i, count) set(block(i) + WORKER_SLEEP_WORD, 1);
  open_gate(0x7fffffff);
  for (double stopped_ms = now_ms(); !all_back(count) && now_ms() < stopped_ms + grace_ms;) doze(0.2);
  if ((outcome.hung = !all_back(count))) set(ABANDON, 1);
  FOR(i, count) pthread_join(threads[i].id, NULL);
  pthread_attr_destroy(&attributes);
  if (isatty(2)) progress("%s", "");
}

static void come_back(struct thread *thread) {
  if (thread->why) set(STOP, 1);
  __atomic_store_n(&thread->back, 1, __ATOMIC_RELEASE);
}

// JSON.

static void json_string(const char *text) {
  putchar('"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') putchar('\\');
    if ((unsigned char)*text >= ' ' && *text != 127) putchar(*text);
  }
  putchar('"');
}

// Prints `shape` with " for ' and values for %s, %d, %u, %x, %b (a boolean) and %g (a double); %, is a comma unless its
// value, the index of an item, is 0. NULL and NAN are null.
static void json(const char *shape, ...) {
  va_list values;
  va_start(values, shape);
  for (; *shape; shape++) {
    const char *text;
    double number;
    if (*shape != '%') putchar(*shape == '\'' ? '"' : *shape);
    else if (*++shape == 'd') printf("%d", va_arg(values, int));
    else if (*shape == 'u') printf("%u", va_arg(values, unsigned));
    else if (*shape == 'x') printf("\"0x%x\"", va_arg(values, unsigned));
    else if (*shape == ',') printf("%s", va_arg(values, int) ? "," : "");
    else if (*shape == 'b') printf("%s", va_arg(values, int) ? "true" : "false");
    else if (*shape == 's' && (text = va_arg(values, const char *))) json_string(text);
    else if (*shape == 'g' && !isnan(number = va_arg(values, double))) printf("%.17g", number);
    else printf("null");
  }
  va_end(values);
}

// CPUs that a container may use; NAN where that is all.
static double cpu_quota(void) {
  double quota, period;
  const char *text = line_of("", "/sys/fs/cgroup/cpu.max");
  if (text) return sscanf(text, "%lf %lf", &quota, &period) == 2 && period > 0 ? quota / period : NAN;
  quota = (text = line_of("", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us")) ? strtod(text, NULL) : -1;
  period = (text = line_of("", "/sys/fs/cgroup/cpu/cpu.cfs_period_us")) ? strtod(text, NULL) : -1;
  return quota > 0 && period > 0 ? quota / period : NAN;
}

static const char *cpu_model(void) {
  static char name[256];
  const char *line = line_of("model name", "/proc/cpuinfo"), *colon = line ? strchr(line, ':') : NULL;
  snprintf(name, sizeof name, "%s", colon ? colon + 2 : UNKNOWN_CPU);
  return name;
}

#if defined __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif
#if defined __ARM_FEATURE_ATOMICS
#define LSE ", LSE"
#else
#define LSE ""
#endif
#ifndef FLAGS
#ifdef __OPTIMIZE__
#define FLAGS "optimised" LSE
#else
#define FLAGS "not optimised" LSE
#endif
#endif

// The head of a result: its schema, when and by which command line it was made.
static void json_head(const char *schema, int argc, char **argv) {
  char text[64];
  time_t now = time(NULL);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
  json("{'schema':%s,'madeAt':%s,'commandLine':[", schema, text);
  FOR(i, argc) json("%,%s", i, argv[i]);
  printf("],\"config\":{%s", CONFIG_JSON);
  json("'compiler':%s,'durationMs':%g,'seed':%u,'pin':%b,", COMPILER ", " FLAGS, options.duration_ms, options.seed, options.pin);
}

static void json_environment(void) {
  struct utsname system;
  char name[160];
  int first[MOST_CPUS], siblings = numbers_in(line_of("", "%s/cpu/cpu0/topology/thread_siblings_list", SYS), first, MOST_CPUS);
  uname(&system);
  snprintf(name, sizeof name, "%s %s", system.sysname, system.release);
  const char *machine = !strcmp(system.machine, "x86_64") ? "x64" : !strcmp(system.machine, "aarch64") ? "arm64" : system.machine;
  json("'environment':{'cpuModel':%s,'arch':%s,'cpus':%d,'threadsPerCore':%g,'cpuQuota':%g,'kernel':%s,'reftorture':%s,",
       cpu_model(), machine, usable, siblings ? siblings : NAN, cpu_quota(), name, VERSION);
  json("'governor':%s},", line_of("", "%s/cpu/cpu0/cpufreq/scaling_governor", SYS));
}

// Reads the options, finds the CPUs, and listens to signals.
static void begin(int argc, char **argv) {
  read_options(argc, argv);
  order_cpus();
  if (options.show_cpus) FOR(i, usable) printf("%d%c", cpus[i].cpu, i < usable - 1 ? ' ' : '\n');
  if (options.show_cpus) exit(ended(CLEAN));
  signal(SIGINT, interrupt);
  signal(SIGTERM, interrupt);
}
