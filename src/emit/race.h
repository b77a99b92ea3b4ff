// The main program of a race: workers play the roles of a scenario, and stock is taken of what they leave.

static const struct stall *stall = STALLS_KNOWN;
static struct {
  int amount;
  double probability;
} held_up;

static void stall_in(const char *text) {
  char *end = (char *)text + strcspn(text, ":@");
  int known = 0, given = *end == ':', length = (int)(end - text);
  FOR(i, LENGTH(STALLS_KNOWN))
    if ((int)strlen(STALLS_KNOWN[i].name) == length && !memcmp(text, STALLS_KNOWN[i].name, (size_t)length)) known = 1, stall = &STALLS_KNOWN[i];
  double amount = given ? strtod(end + 1, &end) : stall->amount;
  held_up.amount = (int)amount;
  held_up.probability = *end == '@' ? strtod(end + 1, &end) : stall->probability;
  if (!known || *end || (given ? !stall->takes_amount : stall->takes_amount && !stall->amount) || amount != held_up.amount ||
      !(amount >= stall->least && amount <= stall->most) || !(held_up.probability >= 0 && held_up.probability <= 1))
    fail("--stall: expected none, noise, spin:ROUNDS, yield or sleep:MICROSECONDS, with @PROBABILITY, not %s", text);
}

// About how long one stall lasts at most.
static double stall_ms(void) { return stall->ms * (stall->takes_amount ? held_up.amount : 1); }

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

static double counts[COUNTERS];
static double seen[LENGTH(VIOLATIONS)]; // of each violation
static int live_pages, free_pages, lost_pages, consistent = 1, trapped, executed;
// Texts for the reader, of which those that have no room are left out.
static struct {
  int count;
  char text[10][160];
} problems;
static struct {
  int count;
  char text[2 * MAX_THREADS + 10][256];
} notes;

#define ADD(texts, ...) (void)(texts.count < LENGTH(texts.text) && snprintf(texts.text[texts.count++], sizeof *texts.text, __VA_ARGS__))

static int agree(double counted, double paged) { return (long long)(counted - paged) % 2147483648LL == 0; }

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
    ADD(problems, "page %d, %s: word 0x%x counts %d, in %d slots, generation %u", index, VIOLATIONS[found].title, (unsigned)value,
            references, slots, generation);
  }
  double destructors = counts[DESTRUCTORS_X] + counts[DESTRUCTORS_Y];
  int paged = agree(counts[ALLOCS], allocs) && agree(counts[FREES], frees);
  int destroyed = (OWN_ROLES || destructors >= counts[FREES]) && destructors <= counts[FREES] + counts[DOUBLE_FREE];
  if (!paged) ADD(problems, "workers counted %.0f allocations and %.0f frees, the pages %.0f and %.0f", counts[ALLOCS], counts[FREES], allocs, frees);
  if (!destroyed) ADD(problems, "workers counted %.0f destructors, %.0f frees and %.0f double frees", destructors, counts[FREES], counts[DOUBLE_FREE]);
  if (destroyed && destructors > counts[FREES])
    ADD(problems, "%.0f of %.0f destructors ran on a page that somebody else destroyed, too", destructors - counts[FREES], destructors);
  consistent = paged && destroyed;
}

// Events, in the order of their times.
static struct event {
  double ms;
  int worker, violation, page;
  u32 held, generation, word;
  const char *role, *believed_type, *type;
  const struct assertion *assertion;
} events[MAX_THREADS * EVENTS_KEPT];
static int event_count;

static void tell(const struct event *event); // in the words of src/violations/stories.ts, which are at the end

static int by_time(const void *first, const void *second) {
  const struct event *a = first, *b = second;
  return a->ms < b->ms ? -1 : a->ms > b->ms;
}

static const char *type_name(i32 type) { return TYPE_NAMES[type == TYPE_X || type == TYPE_Y ? type : 0]; }

static void gather_events(struct sizes s) {
  FOR(worker, s.threads) FOR(i, get(block(worker) + WORKER_EVENTS_KEPT)) {
    i32 at = block(worker) + WORKER_EVENTS + i * EVENT_BYTES, broken = get(at + EVENT_COUNTER) == ASSERTION;
    struct event *event = &events[event_count++];
    event->ms = *double_at(at + EVENT_TIME);
    event->worker = worker;
    event->role = role_of(worker, s.threads)->name;
    event->page = broken ? -1 : (get(at + EVENT_PAGE) - pages_base(s)) / s.page_bytes;
    event->held = broken ? 0 : (u32)get(at + EVENT_HELD_GENERATION);
    event->generation = (u32)get(at + EVENT_GENERATION);
    event->word = (u32)get(at + EVENT_WORD);
    event->believed_type = type_name(get(at + EVENT_BELIEVED_TYPE));
    event->type = type_name(get(at + EVENT_TYPE));
    event->assertion = broken ? ASSERTIONS : NULL;
    event->violation = -1;
    FOR(v, LENGTH(VIOLATIONS)) if (VIOLATIONS[v].counter == get(at + EVENT_COUNTER)) event->violation = v;
    if (event->violation < 0) fail("counter %d counts no violation: a defect", get(at + EVENT_COUNTER));
    FOR(a, LENGTH(ASSERTIONS)) if (broken && ASSERTIONS[a].number == get(at + EVENT_ASSERTION)) event->assertion = &ASSERTIONS[a];
  }
  qsort(events, (size_t)event_count, sizeof *events, by_time);
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

static const char *const VERDICTS[] = {[CLEAN] = "clean", [VIOLATED] = "violated", [INCONCLUSIVE] = "inconclusive"};

// What a reader has to know besides.
static void take_notes(void) {
  FOR(i, options.threads[0]) {
    const char *name = role_of(i, options.threads[0])->name, *state = STATES[get(block(i) + WORKER_STATE)];
    int why = threads[i].why;
    if (why && why != ABANDONED) ADD(notes, "worker %d (%s) trapped while %s, which ended the race: %s", i, name, state, ENDS[why]);
    else if (get(block(i) + WORKER_STATE) != FINISHED) ADD(notes, "worker %d (%s) hung while %s and was terminated", i, name, state);
  }
  if (outcome.never_started) ADD(notes, "not every worker reached the start gate in time");
  if (!consistent) ADD(notes, "the counts of the run contradict each other: this is a defect of reftorture");
  if (!executed && !trapped) ADD(notes, "nothing was executed");
  if (stall->kernel && executed && counts[STALLS] == 0) ADD(notes, "nobody was held up: no put came to a window of %s", PROTOCOL);
  FOR(i, LENGTH(VIOLATIONS)) if (seen[i] > 0 && VIOLATIONS[i].observed) ADD(notes, "%s", VIOLATIONS[i].observation);
  FOR(i, options.threads[0]) if (threads[i].pin_problem) ADD(notes, "not pinned: the system refused to pin a thread to CPU %d", threads[i].cpu);
  if (interrupted) ADD(notes, "interrupted: the result covers the time until then");
  if (options.threads[0] > usable) ADD(notes, "%d threads share %d CPUs: the scheduler, too, stalls workers between steps 1 and 2", options.threads[0], usable);
}

static void print_json(struct sizes s, int argc, char **argv) {
  double longest_ms = 0;
  json_head("reftorture/race@1", argc, argv);
  json("'threads':%d,'stopOnViolation':%b,'stall':{'kind':%s,'amount':%d,'probability':%g}},", s.threads, options.until_violation,
       stall->name, held_up.amount, held_up.probability);
  json_environment();
  FOR(i, s.threads) if (threads[i].end_ms - threads[i].start_ms > longest_ms) longest_ms = threads[i].end_ms - threads[i].start_ms;
  json("'durationMs':%g,'totals':{", longest_ms);
  FOR(i, LENGTH(TOTALS)) json("%,%s:%g", i, TOTALS[i].name, total(counts, i));
  json("},'violations':{");
  FOR(i, LENGTH(VIOLATIONS)) json("%,%s:%g", i, VIOLATIONS[i].name, seen[i]);
  json("},'firstViolationMs':%g,'events':[", event_count ? events[0].ms : NAN);
  FOR(i, event_count) {
    const struct event *event = &events[i];
    json("%,{", i);
    if (event->assertion) printf("\"assertion\":%s,", event->assertion->json);
    json("'violation':%s,'timeMs':%g,'worker':%d,'role':%s,'page':%d,'heldGeneration':%u,'generation':%u,",
         VIOLATIONS[event->violation].name, event->ms, event->worker, event->role, event->page, event->held, event->generation);
    json("'believedType':%s,'type':%s,'word':%x}", event->believed_type, event->type, event->word);
  }
  json("],'workers':[");
  FOR(i, s.threads) {
    struct thread *thread = &threads[i];
    json("%,{'worker':%d,'role':%s,'state':%s,", i, i, role_of(i, s.threads)->name, STATES[get(block(i) + WORKER_STATE)]);
    if (thread->cpu >= 0 && !thread->pin_problem) json("'cpu':%d,", thread->cpu);
    if (thread->why && thread->why != ABANDONED) json("'trap':%s,", ENDS[thread->why]);
    json("'durationMs':%g,'operations':%g}", thread->end_ms - thread->start_ms, total(thread->totals, 0));
  }
  json("],'conservation':{'checked':%b,'livePages':%d,'freePages':%d,'lostPages':%d,'problems':[",
       live_pages + free_pages + lost_pages > 0, live_pages, free_pages, lost_pages);
  FOR(i, problems.count) json("%,%s", i, problems.text[i]);
  json("]},'verdict':%s,'interrupted':%b,'notes':[", VERDICTS[verdict()], (int)interrupted);
  FOR(i, notes.count) json("%,%s", i, notes.text[i]);
  printf("]}\n");
}

static void print_table(struct sizes s) {
  printf("race of %s: scenario %s, %d threads, %d page%s, %s, seed %u\n\n", PROTOCOL, SCENARIO, s.threads, s.pages, s.pages == 1 ? "" : "s", COMPILER, options.seed);
  printf("  %-28s %s\n", "verdict", VERDICTS[verdict()]);
  FOR(i, LENGTH(TOTALS)) if (total(counts, i) > 0) printf("  %-28s %.0f\n", TOTALS[i].name, total(counts, i));
  FOR(i, LENGTH(VIOLATIONS)) if (seen[i] > 0)
    printf("  %-28s %.0f%s\n", VIOLATIONS[i].title, seen[i], VIOLATIONS[i].observed ? "  (an observation)" : "");
  if (event_count) printf("\nHow it happened, after %.1f ms:\n", events[0].ms), tell(&events[0]);
  FOR(i, problems.count) printf("\n%s", problems.text[i]);
  FOR(i, notes.count) printf("\n%s", notes.text[i]);
  printf("\n%s\n", verdict() == CLEAN ? NO_PROOF : "");
}

int main(int argc, char **argv) {
  options.threads[0] = LEAST_THREADS > 2 ? LEAST_THREADS : 2;
  begin(argc, argv);
  stall_in(options.stall);
  if (options.numbers_of_threads > 1) fail("--threads: a race has one number of threads");
  if (options.pin < 0) options.pin = options.threads[0] <= usable;
  struct sizes s = {options.threads[0], RACE_PAGES, RACE_PAGE_BYTES, RACE_SLOTS, WORDS_BYTES};
  map_memory((size_t)arena_end(s));
  lay_out(s, options.seed);
  set(CONFIG_STALL, stall->code);
  set(CONFIG_STALL_AMOUNT, stall->takes_amount ? held_up.amount : 1);
  set(CONFIG_STALL_CHANCE, (i32)(held_up.probability * 0x7fffffff));
  threads = zeroed(sizeof *threads * (size_t)s.threads);
  FOR(i, s.threads) threads[i].number = stall->kernel;
  run_gated(s.threads, race_worker, 2000 + 4 * stall_ms());
  FOR(i, s.threads) {
    trapped |= threads[i].why && threads[i].why != ABANDONED;
    FOR(c, COUNTERS) counts[c] += outcome.ran ? threads[i].totals[c] : 0;
  }
  executed = total(counts, 0) > 0;
  FOR(i, LENGTH(VIOLATIONS)) seen[i] = VIOLATIONS[i].counter < 0 ? 0 : counts[VIOLATIONS[i].counter];
  if (outcome.ran) gather_events(s);
  if (outcome.ran && !outcome.hung && !trapped) take_stock(s);
  take_notes();
  if (options.json) print_json(s, argc, argv);
  else print_table(s);
  return ended(interrupted ? INTERRUPTED : verdict());
}
