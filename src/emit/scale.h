// The main program of a measurement: the trials of all cells take turns in random order. It writes each sample; medians with
// intervals, ratios and fits are computed by whatever reads the result.

static struct cell {
  int workload, threads, protocol, trials, failures, given_up;
  struct trial {
    int round;
    double per_second, *per_thread, counts[COUNTERS];
  } *trial;
  const char **failure;
} *cells;
static int cell_count;
static const struct workload *workload;

static struct sizes sizes_of(const struct cell *cell) {
  const struct workload *w = &WORKLOADS[cell->workload];
  int pages = w->pages < cell->threads ? cell->threads : w->pages;
  return (struct sizes){cell->threads, pages, SCALE_PAGE_BYTES, w->slots, PROTOCOLS[cell->protocol].words_bytes};
}

static i32 data_base(struct sizes s) { return arena_end(s); }
static i32 picks_base(struct sizes s) { return data_base(s) + (s.pages + s.threads) * s.page_bytes; }

// SplitMix32, as src/statistics/random.ts has it: from 0 up to but not including 1.
static double drawn(u32 *state) {
  *state += 0x9e3779b9u;
  return (u32)mixed(*state) / 4294967296.0;
}

static double least(double one, double other) { return one < other ? one : other; }

// Page numbers in the order of visits (src/arena/trial-arena.ts).
static void draw_picks(struct sizes s) {
  static double cumulated[MAX_THREADS > MOST_PAGES ? MAX_THREADS : MOST_PAGES];
  u32 state = options.seed;
  double sum = 0;
  FOR(page, s.pages) cumulated[page] = sum += workload->zipf ? 1.0 / (page + 1) : 1;
  FOR(i, PICKS) {
    double wanted = drawn(&state) * sum;
    int low = 0, high = s.pages - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (cumulated[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    set(picks_base(s) + 4 * i, pages_base(s) + low * s.page_bytes);
  }
}

static void make_ready(struct thread *thread) {
  call(thread, CALL_SETUP, thread->worker, 0);
  call(thread, CALL_POPULATE, 0, 0);
  call(thread, CALL_READY, workload->number, 0);
}

// Until two batches in a row are equally fast (src/workers/scale.ts).
static void warm_up(struct thread *thread) {
  double until_ms = now_ms() + WARM_UP_MS, batch_ms = least(WARM_UP_BATCH_MS, (double)WARM_UP_MS / WARM_UP_BATCHES), last = 0;
  for (i32 rounds = 1024; now_ms() < until_ms && !get(STOP);) {
    double start_ms = now_ms();
    call(thread, CALL_MEASURE, workload->number, rounds);
    double elapsed_ms = now_ms() - start_ms, speed = rounds / elapsed_ms;
    if (elapsed_ms < batch_ms) {
      rounds *= 2;
      continue;
    }
    if (speed / last < 1 + STABLE && speed / last > 1 - STABLE) return;
    last = speed;
  }
}

static void *scale_worker(void *argument) {
  struct thread *thread = argument;
  pin(thread);
  call(thread, CALL_INITIALISE, 0, 0);
  make_ready(thread);
  arrive_and_wait(1);
  warm_up(thread);
  arrive_and_wait(2);
  if (!get(STOP)) make_ready(thread);
  forget_counts(thread);
  arrive_and_wait(3);
  thread->start_ms = now_ms();
  do {
    call(thread, CALL_MEASURE, workload->number, BATCH_ROUNDS);
    take_counts(thread);
  } while (!get(STOP) && !thread->why);
  thread->end_ms = now_ms();
  come_back(thread);
  return NULL;
}

static const char *attempt(struct cell *cell, int round) {
  struct sizes s = sizes_of(cell);
  workload = &WORKLOADS[cell->workload];
  lay_out(s, options.seed + (u32)round);
  memset(memory.base + 4 * (size_t)memory.words, 0, SPARE_BYTES);
  set(CONFIG_DATA_BASE, data_base(s));
  set(CONFIG_PICKS_BASE, picks_base(s));
  draw_picks(s);
  FOR(i, s.threads) threads[i].number = cell->protocol;
  run_gated(s.threads, scale_worker, GRACE_MS);
  if (outcome.never_started) return "not every worker reached the start gate in time";
  if (outcome.hung) return "a worker hung and was terminated";
  FOR(i, s.threads) if (threads[i].why) return ENDS[threads[i].why];
  FOR(i, SPARE_BYTES) if (memory.base[4 * (size_t)memory.words + (size_t)i]) return "a worker wrote where nothing is: " NO_WORD;
  if (interrupted) return "interrupted";
  double start_ms = threads[0].start_ms, end_ms = threads[0].end_ms;
  FOR(i, s.threads) start_ms = least(start_ms, threads[i].start_ms), end_ms = least(end_ms, threads[i].end_ms);
  double seconds = (end_ms - start_ms) / 1e3;
  struct trial *trial = &cell->trial[cell->trials];
  *trial = (struct trial){.round = round, .per_thread = zeroed(sizeof(double) * (size_t)s.threads)};
  FOR(i, s.threads) {
    if (threads[i].start_ms >= end_ms) continue; // it was given a CPU too late
    trial->per_thread[i] = threads[i].totals[ROUNDS] / seconds;
    FOR(c, COUNTERS) trial->counts[c] += threads[i].totals[c];
  }
  trial->per_second = trial->counts[ROUNDS] / seconds;
  if (!(trial->per_second > 0)) return "no thread was given a CPU before the trial was over: give trials more time";
  cell->trials++;
  return NULL;
}

static void measure(void) {
  u32 state = options.seed;
  int *order = zeroed(sizeof(int) * (size_t)cell_count), done = 0;
  FOR(i, cell_count) order[i] = i;
  FOR(round, options.trials) {
    for (int last = cell_count - 1; last > 0; last--) {
      int other = (int)(drawn(&state) * (last + 1)), kept = order[last];
      order[last] = order[other], order[other] = kept;
    }
    for (int i = 0; i < cell_count && !interrupted; i++) {
      struct cell *cell = &cells[order[i]];
      snprintf(shown, sizeof shown, "trial %d of %d: %s, %d threads, %s: ", ++done, cell_count * options.trials,
               WORKLOADS[cell->workload].name, cell->threads, PROTOCOLS[cell->protocol].name);
      for (int tried = 0; !cell->given_up; tried++) {
        const char *failure = attempt(cell, round);
        if (!failure || interrupted) break;
        cell->failure[cell->failures++] = failure;
        cell->given_up = tried > 0;
      }
    }
  }
  free(order);
}

static double per_operation(const struct trial *trial, int counter) { return trial->counts[counter] / trial->counts[ROUNDS]; }

// Share of the CPUs' time that went elsewhere since the last call, by /proc/stat and our own time; NAN where unknown.
static double others_share(void) {
  static double before[3];
  double now[3] = {0, 0, (double)clock() / CLOCKS_PER_SEC * (double)sysconf(_SC_CLK_TCK)}; // all, idle, ours
  char *line = line_of("cpu ", "/proc/stat"), *rest = line ? line + strcspn(line, " ") : NULL;
  FOR(i, rest ? 8 : 0) {
    double ticks = strtod(rest, &rest);
    now[0] += ticks;
    now[1] += i == 3 || i == 4 ? ticks : 0;
  }
  double total = now[0] - before[0], others = total - (now[1] - before[1]) - (now[2] - before[2]);
  memcpy(before, now, sizeof now);
  return !line || total <= 0 ? NAN : others < 0 ? 0 : others / total;
}

static int pin_problem(void) {
  FOR(i, MAX_THREADS) if (threads[i].pin_problem) return 1;
  return 0;
}

static void print_json(double elapsed_ms, double others, int argc, char **argv) {
  json_head("reftorture/scale@1", argc, argv);
  json("'trials':%d,'pinOrder':%s,'threads':[", options.trials, options.pin_order);
  FOR(i, options.numbers_of_threads) json("%,%d", i, options.threads[i]);
  printf("]},");
  json_environment();
  json("'cpuOrder':[");
  FOR(i, usable) json("%,%d", i, cpus[i].cpu);
  json("],'elapsedMs':%g,'othersShare':%g,'drift':null,'series':[", elapsed_ms, others);
  FOR(i, cell_count) {
    const struct cell *cell = &cells[i];
    int bytes = 4 + cell->threads * PROTOCOLS[cell->protocol].words_bytes;
    int oversubscribed = cell->threads > usable || cell->threads >= cpu_quota() + 1;
    json("%,{'protocol':%s,'engine':'native','workload':%s,'threads':%d,'bytesPerPage':%d,'oversubscribed':%b,'samples':[",
         i, PROTOCOLS[cell->protocol].name, WORKLOADS[cell->workload].name, cell->threads, bytes, oversubscribed);
    FOR(t, cell->trials) json("%,%g", t, cell->trial[t].per_second);
    json("],'trials':[");
    FOR(t, cell->trials) {
      const struct trial *trial = &cell->trial[t];
      json("%,{'round':%d,'opsPerSec':%g,'perThread':[", t, trial->round, trial->per_second);
      FOR(n, cell->threads) json("%,%g", n, trial->per_thread[n]);
      json("],'casRetriesPerOp':%g,'getsPerOp':%g,'failedGetsPerOp':%g,'abortedFreesPerOp':%g,'freesPerOp':%g}",
           per_operation(trial, CAS_RETRIES), per_operation(trial, TRY_GETS) - per_operation(trial, FAILED_GETS),
           per_operation(trial, FAILED_GETS), per_operation(trial, ABORTED_FREES), per_operation(trial, FREES));
    }
    printf("],%s\"failures\":[", NO_STATISTICS);
    FOR(n, cell->failures) json("%,%s", n, cell->failure[n]);
    printf("]}");
  }
  printf("],\"fits\":[],\"warnings\":[%s],", pin_problem() ? "\"not pinned: the system refused\"" : "");
  json("'interrupted':%b}\n", (int)interrupted);
}

static int by_speed(const void *first, const void *second) {
  const double *a = first, *b = second;
  return *a < *b ? -1 : *a > *b;
}

static void print_table(void) {
  printf("%-18s %7s  %-18s %12s %12s %12s   operations a second: median, lowest, highest\n", "workload", "threads", "protocol", "median", "from", "to");
  FOR(i, cell_count) {
    const struct cell *cell = &cells[i];
    double *rates = zeroed(sizeof(double) * (size_t)(cell->trials + 1));
    FOR(t, cell->trials) rates[t] = cell->trial[t].per_second;
    qsort(rates, (size_t)cell->trials, sizeof *rates, by_speed);
    printf("%-18s %7d  %-18s ", WORKLOADS[cell->workload].name, cell->threads, PROTOCOLS[cell->protocol].name);
    if (cell->trials) printf("%12.5g %12.5g %12.5g\n", (rates[cell->trials / 2] + rates[(cell->trials - 1) / 2]) / 2, rates[0], rates[cell->trials - 1]);
    else printf("%s\n", cell->failures ? cell->failure[0] : "not measured");
    free(rates);
  }
  printf("\n%s, %s, %s; %d trials of %g ms, seed %u%s. With --json, reftorture reads every sample.\n", cpu_model(), COMPILER, FLAGS, options.trials,
         options.duration_ms, options.seed, interrupted ? ", interrupted" : "");
  if (pin_problem()) printf("not pinned: the system refused\n");
}

int main(int argc, char **argv) {
  begin(argc, argv);
  options.pin = options.pin != 0;
  if (!options.numbers_of_threads) {
    for (int n = 1; n < usable && n < MAX_THREADS; n *= 2) options.threads[options.numbers_of_threads++] = n;
    options.threads[options.numbers_of_threads++] = usable < MAX_THREADS ? usable : MAX_THREADS;
  }
  cell_count = LENGTH(WORKLOADS) * options.numbers_of_threads * LENGTH(PROTOCOLS);
  cells = zeroed(sizeof *cells * (size_t)cell_count);
  threads = zeroed(sizeof *threads * MAX_THREADS);
  size_t most = 0;
  FOR(i, cell_count) {
    struct cell *cell = &cells[i];
    cell->protocol = i % LENGTH(PROTOCOLS);
    cell->threads = options.threads[i / LENGTH(PROTOCOLS) % options.numbers_of_threads];
    cell->workload = i / LENGTH(PROTOCOLS) / options.numbers_of_threads;
    cell->trial = zeroed(sizeof *cell->trial * (size_t)options.trials);
    cell->failure = zeroed(sizeof *cell->failure * (size_t)(options.trials + 1)); // a second one in a round is the last
    size_t bytes = (size_t)picks_base(sizes_of(cell)) + 4 * PICKS;
    if (bytes > most) most = bytes;
  }
  map_memory(most);
  double start_ms = now_ms();
  others_share();
  measure();
  double others = others_share();
  if (options.json) print_json(now_ms() - start_ms, others, argc, argv);
  else print_table();
  int unmeasured = 0;
  FOR(i, cell_count) unmeasured |= cells[i].trials == 0;
  return ended(interrupted ? INTERRUPTED : unmeasured ? INCONCLUSIVE : CLEAN);
}
