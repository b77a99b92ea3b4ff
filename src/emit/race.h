// The main program of a race: workers play the roles of a scenario, and stock is taken of what they leave.

// Kinds of stalls, each with the kernel that has it.
static const struct {
  const char *name;
  int kernel, code;
} STALLS_KNOWN[] = {
    {"none", 0, STALL_SLEEP}, {"spin", 1, STALL_SPIN}, {"yield", 1, STALL_SLEEP}, {"sleep", 1, STALL_SLEEP}, {"noise", 2, STALL_SLEEP}};

static void stall_in(const char *text) {
  char kind[16] = "";
  int length = (int)strcspn(text, ":@"), given = 0;
  snprintf(kind, sizeof kind, "%.*s", length, text);
  options.stall = -1;
  FOR(i, LENGTH(STALLS_KNOWN)) if (!strcmp(kind, STALLS_KNOWN[i].name)) options.stall = i;
  int noise = !strcmp(kind, "noise"), sized = !strcmp(kind, "spin") || !strcmp(kind, "sleep");
  options.amount = noise ? NOISE_AMOUNT : 0;
  options.probability = noise ? NOISE_PROBABILITY : options.stall ? 1 : 0;
  char *end = (char *)text + length;
  if (*end == ':') given = 1, options.amount = (int)strtol(end + 1, &end, 10);
  if (*end == '@') options.probability = strtod(end + 1, &end);
  int limit = !strcmp(kind, "sleep") ? LONGEST_SLEEP_US : LONGEST_SPIN;
  if (options.stall < 0 || *end || (given != sized && !noise) || options.amount < 0 || options.amount > limit ||
      !(options.probability >= 0 && options.probability <= 1) || (!strcmp(kind, "sleep") && options.amount == 0))
    fail("--stall: expected none, noise, spin:ROUNDS, yield or sleep:MICROSECONDS, with @PROBABILITY, not %s", text);
}

static const char *stall_name(void) { return STALLS_KNOWN[options.stall].name; }

// About how long one stall lasts at most (src/harness/race/race.ts).
static double stall_ms(void) {
  if (!strcmp(stall_name(), "none")) return 0;
  if (!strcmp(stall_name(), "sleep")) return options.amount / 1e3;
  return !strcmp(stall_name(), "yield") ? 0.1 : options.amount * (!strcmp(stall_name(), "noise") ? 4e-6 : 2e-6);
}

static const struct role *role_of(int worker, int count) {
  if (count <= 2) return &ROLES[FEW[count - 1][worker]];
  return &ROLES[MORE[worker < LENGTH(MORE) ? worker : ROLES_FROM + (worker - ROLES_FROM) % ROLES_PERIOD]];
}

static void enter(struct thread *thread, int state) { set(block(thread->worker) + WORKER_STATE, state); }

static void *race_worker(void *argument) {
  struct thread *thread = argument;
  int role = role_of(thread->worker, options.threads[0])->number;
  pin(thread);
  call(thread, CALL_INITIALISE, 0, 0);
  call(thread, CALL_SETUP, thread->worker, 0);
  call(thread, CALL_POPULATE, 0, 0);
  enter(thread, WAITING_TO_START);
  arrive_and_wait(1);
  enter(thread, WARMING_UP);
  double until_ms = now_ms() + (stall_ms() > 0.01 ? 0 : WARM_UP_MS);
  while (now_ms() < until_ms && !get(STOP) && !thread->why) call(thread, CALL_RUN, role, WARM_UP_ROUNDS);
  arrive_and_wait(2);
  if (!get(STOP)) call(thread, CALL_POPULATE, 0, 0);
  forget_counts(thread);
  arrive_and_wait(3);
  enter(thread, RUNNING);
  thread->start_ms = now_ms();
  while (!get(STOP) && !thread->why) {
    call(thread, CALL_RUN, role, BATCH_ROUNDS);
    take_counts(thread);
  }
  thread->end_ms = now_ms();
  if (!thread->why) enter(thread, FINISHED);
  come_back(thread);
  return NULL;
}

static void start_race(void) {
  set(CONFIG_STOP_ON_VIOLATION, options.until_violation);
  *double_at(START_TIME) = now_ms();
}

static void tick(double elapsed_ms) {
  unsigned long long operations = 0;
  FOR(i, options.threads[0]) operations += __atomic_load_n(&threads[i].operations, __ATOMIC_RELAXED);
  progress("%.1f of %.1f s, %.3g operations", elapsed_ms / 1e3, options.duration_ms / 1e3, (double)operations);
}

static double counts[COUNTERS];
static double seen[LENGTH(VIOLATIONS)]; // of each violation
static char problems[10][160];
static int problem_count, live_pages, free_pages, lost_pages, consistent = 1, trapped, executed;

static int agree(double counted, double paged) { return (long long)(counted - paged) % 2147483648LL == 0; }

static __attribute__((format(printf, 1, 2))) void problem(const char *format, ...) {
  va_list values;
  va_start(values, format);
  if (problem_count < LENGTH(problems)) vsnprintf(problems[problem_count++], sizeof *problems, format, values);
  va_end(values);
}

// Of src/arena/final-audit.ts; the judgement of a page is AT_REST.
static void take_stock(struct sizes s) {
  double allocs = 0, frees = 0;
  struct thread *thread = &threads[0];
  call(thread, CALL_SETUP, 0, 0);
  FOR(index, s.pages) {
    i32 page = pages_base(s) + index * s.page_bytes, value = get(page + REFCOUNT);
    u32 generation = (u32)get(page + GENERATION);
    i32 references = WORDS_BYTES ? call(thread, CALL_COUNT_AT, page + REFCOUNT, 0) : call(thread, CALL_COUNT_OF, value, 0), slots = 0;
    FOR(key, s.slots) slots += get(slots_base(s) + key * SLOT_BYTES) == page;
    allocs += generation / 2 + generation % 2;
    frees += generation / 2;
    *(generation % 2 == 0 ? &free_pages : slots ? &live_pages : &lost_pages) += 1;
    int poison = get(CONFIG_RECLAIM) <= RECLAIM_TYPE_STABLE || get(page + RETIRED_IN) ? 0 : value == POISON ? 1 : 2;
    int dead = call(thread, CALL_IS_DEAD_WORD, value, 0) != 0;
    int order = references < slots ? 0 : references == slots ? 1 : 2;
    int found = AT_REST[generation % 2][slots > 0][poison][dead][order][references > 0];
    if (found < 0) continue;
    seen[found]++;
    problem("page %d, %s: word 0x%x counts %d, in %d slots, generation %u", index, VIOLATIONS[found].title, (unsigned)value,
            references, slots, generation);
  }
  double destructors = counts[DESTRUCTORS_X] + counts[DESTRUCTORS_Y];
  int paged = agree(counts[ALLOCS], allocs) && agree(counts[FREES], frees);
  int destroyed = (OWN_ROLES || destructors >= counts[FREES]) && destructors <= counts[FREES] + counts[DOUBLE_FREE];
  if (!paged) problem("workers counted %.0f allocations and %.0f frees, the pages %.0f and %.0f", counts[ALLOCS], counts[FREES], allocs, frees);
  if (!destroyed) problem("workers counted %.0f destructors, %.0f frees and %.0f double frees", destructors, counts[FREES], counts[DOUBLE_FREE]);
  if (destroyed && destructors > counts[FREES])
    problem("%.0f of %.0f destructors ran on a page that somebody else destroyed, too", destructors - counts[FREES], destructors);
  consistent = paged && destroyed;
}

// Events, in the order of their times.
static struct event {
  double ms;
  int worker;
  i32 at;
} events[MAX_THREADS * EVENTS_KEPT];
static int event_count;

static int by_time(const void *first, const void *second) {
  const struct event *a = first, *b = second;
  return a->ms < b->ms ? -1 : a->ms > b->ms;
}

static void gather_events(void) {
  FOR(worker, options.threads[0]) FOR(i, get(block(worker) + WORKER_EVENTS_KEPT)) {
    i32 at = block(worker) + WORKER_EVENTS + i * EVENT_BYTES;
    events[event_count++] = (struct event){*double_at(at + EVENT_TIME), worker, at};
  }
  qsort(events, (size_t)event_count, sizeof *events, by_time);
}

static int violation_of(i32 counter) {
  FOR(i, LENGTH(VIOLATIONS)) if (VIOLATIONS[i].counter == counter) return i;
  fail("counter %d counts no violation: a defect", counter);
}

static const char *type_name(i32 type) { return TYPE_NAMES[type == TYPE_X || type == TYPE_Y ? type : 0]; }

static const struct assertion *assertion_of(const struct event *event) {
  FOR(i, LENGTH(ASSERTIONS)) if (ASSERTIONS[i].number == get(event->at + EVENT_ASSERTION)) return &ASSERTIONS[i];
  return &ASSERTIONS[0];
}

// Tells an event: in the text of src/violations/stories.ts a control character stands for each thing.
static void tell(const struct event *event) {
  u32 held = (u32)get(event->at + EVENT_HELD_GENERATION), generation = (u32)get(event->at + EVENT_GENERATION);
  const char *text = VIOLATIONS[violation_of(get(event->at + EVENT_COUNTER))].story[held % 2][generation % 2];
  for (; *text; text++) {
    if (*text == 1) printf("%d", event->worker);
    else if (*text == 2) printf("%s", role_of(event->worker, options.threads[0])->name);
    else if (*text == 3) printf("%u", held / 2 + held % 2);
    else if (*text == 4) printf("%u", generation / 2 + generation % 2);
    else if (*text == 5) printf("%s", type_name(get(event->at + EVENT_BELIEVED_TYPE)));
    else if (*text == 6) printf("%s", type_name(get(event->at + EVENT_TYPE)));
    else if (*text == 7) printf("0x%x", (unsigned)get(event->at + EVENT_WORD));
    else if (*text == 8) printf("%s", assertion_of(event)->text);
    else putchar(*text);
  }
  putchar('\n');
}

static double total(const double *values, int row) {
  double sum = 0;
  FOR(c, COUNTERS) sum += TOTALS[row].weights[c] * values[c];
  return sum;
}

static int is_seen(int violation) { return seen[violation] > 0 && !VIOLATIONS[violation].observed; }

static int verdict(void) {
  int count = options.threads[0], wrong = trapped;
  FOR(i, count) if (!threads[i].why && get(block(i) + WORKER_STATE) != FINISHED) return INCONCLUSIVE;
  if (outcome.never_started || outcome.hung || !consistent || (!executed && !trapped)) return INCONCLUSIVE;
  FOR(i, LENGTH(VIOLATIONS)) wrong |= is_seen(i);
  return wrong ? VIOLATED : CLEAN;
}

static const char *verdict_name(void) {
  return verdict() == CLEAN ? "clean" : verdict() == VIOLATED ? "violated" : "inconclusive";
}

// What a reader has to know besides, each behind `before`.
static void notes(const char *before, const char *between, void (*print)(const char *)) {
  char text[256];
  const char *separator = before;
#define NOTE(...) (snprintf(text, sizeof text, __VA_ARGS__), fputs(separator, stdout), print(text), separator = between)
  FOR(i, options.threads[0]) {
    const char *name = role_of(i, options.threads[0])->name, *state = STATES[get(block(i) + WORKER_STATE)];
    int why = threads[i].why;
    if (why && why != ABANDONED) NOTE("worker %d (%s) trapped while %s, which ended the race: %s", i, name, state, ENDS[why]);
    else if (get(block(i) + WORKER_STATE) != FINISHED) NOTE("worker %d (%s) hung while %s and was terminated", i, name, state);
  }
  if (outcome.never_started) NOTE("not every worker reached the start gate in time");
  if (!consistent) NOTE("the counts of the run contradict each other: this is a defect of reftorture");
  if (!executed && !trapped) NOTE("nothing was executed");
  if (options.stall && executed && counts[STALLS] == 0) NOTE("nobody was held up: no put came to a window of %s", PROTOCOL);
  FOR(i, LENGTH(VIOLATIONS)) if (seen[i] > 0 && VIOLATIONS[i].observed) NOTE("%s", VIOLATIONS[i].observation);
  FOR(i, options.threads[0]) if (threads[i].pin_problem) NOTE("not pinned: the system refused to pin a thread to CPU %d", threads[i].cpu);
  if (interrupted) NOTE("interrupted: the result covers the time until then");
  if (options.threads[0] > usable) NOTE("%d threads share %d CPUs: the scheduler, too, stalls workers between steps 1 and 2", options.threads[0], usable);
}

static void print_json(struct sizes s, int argc, char **argv) {
  double longest_ms = 0;
  json_head("reftorture/race@1", argc, argv);
  printf("\"config\":{%s", CONFIG_JSON);
  json_key("compiler", COMPILER ", " FLAGS);
  json_number("threads", s.threads);
  json_number("durationMs", options.duration_ms);
  printf("\"stall\":{\"kind\":\"%s\",\"amount\":%d,\"probability\":%.17g},", stall_name(), options.amount, options.probability);
  json_number("seed", options.seed);
  printf("\"pin\":%s,\"stopOnViolation\":%s},", json_boolean(options.pin), json_boolean(options.until_violation));
  json_environment();
  FOR(i, s.threads) if (threads[i].end_ms - threads[i].start_ms > longest_ms) longest_ms = threads[i].end_ms - threads[i].start_ms;
  json_number("durationMs", longest_ms);
  FOR(i, LENGTH(TOTALS)) printf("%s\"%s\":%.0f", i ? "," : "\"totals\":{", TOTALS[i].name, total(counts, i));
  FOR(i, LENGTH(VIOLATIONS)) printf("%s\"%s\":%.0f", i ? "," : "},\"violations\":{", VIOLATIONS[i].name, seen[i]);
  printf("},\"firstViolationMs\":");
  if (event_count) printf("%.17g", events[0].ms);
  else printf("null");
  printf(",\"events\":[");
  FOR(i, event_count) {
    i32 at = events[i].at;
    int broken = get(at + EVENT_COUNTER) == ASSERTION;
    printf("%s{", i ? "," : "");
    json_key("violation", VIOLATIONS[violation_of(get(at + EVENT_COUNTER))].name);
    json_number("timeMs", events[i].ms);
    json_number("worker", events[i].worker);
    json_key("role", role_of(events[i].worker, s.threads)->name);
    json_number("page", broken ? -1 : (get(at + EVENT_PAGE) - pages_base(s)) / s.page_bytes);
    json_number("heldGeneration", broken ? 0 : (u32)get(at + EVENT_HELD_GENERATION));
    json_number("generation", (u32)get(at + EVENT_GENERATION));
    json_key("believedType", type_name(get(at + EVENT_BELIEVED_TYPE)));
    json_key("type", type_name(get(at + EVENT_TYPE)));
    if (broken) printf("\"assertion\":%s,", assertion_of(&events[i])->json);
    printf("\"word\":\"0x%x\"}", (unsigned)get(at + EVENT_WORD));
  }
  printf("],\"workers\":[");
  FOR(i, s.threads) {
    struct thread *thread = &threads[i];
    printf("%s{", i ? "," : "");
    json_number("worker", i);
    json_key("role", role_of(i, s.threads)->name);
    json_key("state", STATES[get(block(i) + WORKER_STATE)]);
    json_number("durationMs", thread->end_ms - thread->start_ms);
    if (thread->cpu >= 0 && !thread->pin_problem) json_number("cpu", thread->cpu);
    if (thread->why && thread->why != ABANDONED) json_key("trap", ENDS[thread->why]);
    printf("\"operations\":%.0f}", total(thread->totals, 0));
  }
  printf("],\"conservation\":{\"checked\":%s,\"livePages\":%d,\"freePages\":%d,\"lostPages\":%d,\"problems\":[",
         json_boolean(live_pages + free_pages + lost_pages > 0), live_pages, free_pages, lost_pages);
  FOR(i, problem_count) {
    if (i) putchar(',');
    json_string(problems[i]);
  }
  printf("]},\"verdict\":\"%s\",\"interrupted\":%s,\"notes\":[", verdict_name(), json_boolean(interrupted));
  notes("", ",", json_string);
  printf("]}\n");
}

static void print_text(const char *text) { fputs(text, stdout); }

static void print_table(struct sizes s) {
  printf("race of %s: scenario %s, %d threads, %d pages, %s, seed %u\n\n", PROTOCOL, SCENARIO, s.threads, s.pages, COMPILER, options.seed);
  printf("  %-28s %s\n", "verdict", verdict_name());
  FOR(i, LENGTH(TOTALS)) if (total(counts, i) > 0) printf("  %-28s %.0f\n", TOTALS[i].name, total(counts, i));
  FOR(i, LENGTH(VIOLATIONS)) if (seen[i] > 0)
    printf("  %-28s %.0f%s\n", VIOLATIONS[i].title, seen[i], VIOLATIONS[i].observed ? "  (an observation)" : "");
  if (event_count) printf("\nHow it happened, after %.1f ms:\n", events[0].ms), tell(&events[0]);
  FOR(i, problem_count) printf("\n%s", problems[i]);
  notes("\n", "\n", print_text);
  printf("\n%s\n", verdict() == CLEAN ? NO_PROOF : "");
}

int main(int argc, char **argv) {
  options.sys = SYS;
  options.pin_order = "apart";
  options.pin = -1;
  options.duration_ms = 5000;
  options.threads[0] = LEAST_THREADS > 2 ? LEAST_THREADS : 2;
  options.seed = (u32)time(NULL) ^ (u32)getpid() << 16;
  for (int i = 1, read; i < argc; i += read) {
    read = common_option(argv + i, argc - i);
    if (read) continue;
    if (i + 1 == argc || !(is_option(argv[i], "--stall") || is_option(argv[i], "--until-violation")))
      fail("unknown option %s; --help shows those that there are", argv[i]);
    if (is_option(argv[i], "--stall")) stall_in(argv[i + 1]);
    else options.until_violation = 1, options.duration_ms = duration_in(argv[i], argv[i + 1]);
    read = 2;
  }
  if (options.numbers_of_threads > 1) fail("--threads: a race has one number of threads");
  signal(SIGINT, interrupt);
  signal(SIGTERM, interrupt);
  order_cpus();
  if (options.pin < 0) options.pin = options.threads[0] <= usable;
  struct sizes s = {options.threads[0], RACE_PAGES, RACE_PAGE_BYTES, RACE_SLOTS, WORDS_BYTES};
  map_memory((size_t)arena_end(s));
  lay_out(s, options.seed);
  set(CONFIG_STALL, STALLS_KNOWN[options.stall].code);
  set(CONFIG_STALL_AMOUNT, !strcmp(stall_name(), "yield") ? 1 : options.amount);
  set(CONFIG_STALL_CHANCE, (i32)(options.probability * 0x7fffffff));
  threads = zeroed(sizeof *threads * (size_t)s.threads);
  FOR(i, s.threads) threads[i].number = STALLS_KNOWN[options.stall].kernel;
  run_gated(s.threads, race_worker, start_race, tick, 2000 + 4 * stall_ms());
  end_progress();
  FOR(i, s.threads) {
    trapped |= threads[i].why && threads[i].why != ABANDONED;
    FOR(c, COUNTERS) counts[c] += outcome.ran ? threads[i].totals[c] : 0;
  }
  executed = total(counts, 0) > 0;
  FOR(i, LENGTH(VIOLATIONS)) seen[i] = VIOLATIONS[i].counter < 0 ? 0 : counts[VIOLATIONS[i].counter];
  if (outcome.ran) gather_events();
  if (outcome.ran && !outcome.hung && !trapped) take_stock(s);
  if (options.json) print_json(s, argc, argv);
  else print_table(s);
  return interrupted ? INTERRUPTED : verdict();
}
