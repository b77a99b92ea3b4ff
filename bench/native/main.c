// The C comparator of `reftorture scale`: a server on stdin and stdout, so that its trials can take turns with those
// of the WebAssembly engine. A request is a line
//   PROTOCOL WORKLOAD THREADS MILLISECONDS PAGES CPU[,CPU...]|- PICK[,PICK...]|-
// with page numbers as picks, and the answer a line of JSON with one entry per thread, or {"error": "..."}. Times are
// in milliseconds since the start of the first thread. Built by src/harness/scale/native.ts.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "arena.h"

#define CHUNK 1024

struct trial {
  ISOLATED atomic_int stop;
  ISOLATED atomic_int arrived;
  ISOLATED atomic_int open;
};

struct thread {
  struct worker worker;
  pthread_t handle;
  struct trial *trial;
  const struct workload *workload;
  int cpu;
  bool pinned;
  double start, end;
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void *work(void *argument) {
  struct thread *me = argument;
  if (me->cpu >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(me->cpu, &set);
    me->pinned = sched_setaffinity(0, sizeof set, &set) == 0;
  }
  me->workload->chunk(&me->worker, CHUNK); // touches what it needs before the clock runs
  memset(&me->worker.counts, 0, sizeof me->worker.counts);
  atomic_fetch_add(&me->trial->arrived, 1);
  while (!atomic_load(&me->trial->open)) sched_yield();

  me->start = now();
  long rounds = 0;
  do { // once at least, also where the CPU comes after the stop: src/harness/scale/trial.ts knows what that counts
    me->workload->chunk(&me->worker, CHUNK);
    rounds += CHUNK;
  } while (!atomic_load(&me->trial->stop));
  me->end = now();
  me->worker.counts.rounds = rounds;
  return NULL;
}

static void pause_for(double milliseconds) {
  struct timespec time = {(time_t)(milliseconds / 1e3), (long)(milliseconds * 1e6) % 1000000000};
  nanosleep(&time, NULL);
}

static void *zeroed(size_t count, size_t size) {
  void *memory = aligned_alloc(128, (count * size + 127) / 128 * 128);
  if (!memory) {
    printf("{\"error\":\"out of memory\"}\n");
    exit(1);
  }
  return memset(memory, 0, count * size);
}

/** The next number of a list, or -1 at its end. */
static int take(const char **list) {
  if (**list < '0' || **list > '9') return -1;
  char *rest;
  int number = (int)strtol(*list, &rest, 10);
  *list = *rest == ',' ? rest + 1 : rest;
  return number;
}

struct request {
  const struct loops *loops;
  const struct workload *workload;
  int threads, pages;
  double milliseconds;
  const char *cpus, *picks;
};

static void fill(struct arena *arena, const struct request *request) {
  bool live = request->workload->live;
  for (int i = 0; i < arena->pages; i++) {
    arena->page[i].refcount = live ? 1 : request->loops->free_word;
    arena->page[i].type = TYPE_X;
    arena->page[i].generation = live;
  }
  arena->index = arena->page;
  const char *picks = request->picks;
  for (int i = 0; i < PICKS; i++) {
    int pick = take(&picks);
    arena->picks[i] = &arena->page[pick < 0 ? 0 : pick % arena->pages];
  }
}

static void print_workers(const struct thread *thread, int threads) {
  double first = thread[0].start;
  for (int i = 1; i < threads; i++) first = thread[i].start < first ? thread[i].start : first;
  printf("{\"workers\":[");
  for (int i = 0; i < threads; i++) {
    const struct counts *counts = &thread[i].worker.counts;
    printf("%s{\"startMs\":%.6f,\"endMs\":%.6f,\"rounds\":%ld,\"gets\":%ld,\"failedGets\":%ld,\"casRetries\":%ld,"
           "\"abortedFrees\":%ld,\"frees\":%ld,\"pinned\":%s}",
           i ? "," : "", thread[i].start - first, thread[i].end - first, counts->rounds, counts->gets, counts->failed_gets,
           counts->cas_retries, counts->aborted_frees, counts->frees, thread[i].pinned ? "true" : "false");
  }
  printf("]}\n");
}

static void run(const struct request *request) {
  int threads = request->threads;
  struct trial *trial = zeroed(1, sizeof *trial);
  struct thread *thread = zeroed(threads, sizeof *thread);
  struct arena arena = {.workers = threads, .pages = request->pages};
  arena.page = zeroed(arena.pages, sizeof *arena.page);
  arena.contents = zeroed(arena.pages + threads, sizeof *arena.contents);
  arena.picks = zeroed(PICKS, sizeof *arena.picks);
  fill(&arena, request);

  const char *cpus = request->cpus;
  int started = 0;
  for (int i = 0; i < threads; i++) {
    thread[i].cpu = take(&cpus);
    thread[i].worker.number = i;
    thread[i].worker.arena = &arena;
    thread[i].worker.cursor = &arena.page[i];
    thread[i].worker.holds = i == 0;
    thread[i].worker.position = i * 1009;
    thread[i].worker.stride = 2 * i + 1;
    thread[i].worker.seed = 2654435769u * (i + 1);
    thread[i].trial = trial;
    thread[i].workload = request->workload;
    if (pthread_create(&thread[i].handle, NULL, work, &thread[i]) != 0) break;
    started++;
  }
  if (started == threads) {
    while (atomic_load(&trial->arrived) < threads) pause_for(0.05);
    atomic_store(&trial->open, 1);
    pause_for(request->milliseconds);
  }
  atomic_store(&trial->stop, 1);
  atomic_store(&trial->open, 1); // for those who wait for threads that could not be started
  for (int i = 0; i < started; i++) pthread_join(thread[i].handle, NULL);

  if (started == threads) print_workers(thread, threads);
  else printf("{\"error\":\"cannot start %d threads\"}\n", threads);
  free(arena.picks);
  free(arena.contents);
  free(arena.page);
  free(thread);
  free(trial);
}

static const struct loops *protocol_named(const char *name) {
  if (!strcmp(name, "old")) return &old_loops;
  if (!strcmp(name, "v4")) return &v4_loops;
  return NULL;
}

static const struct workload *workload_named(const struct loops *loops, const char *name) {
  for (int i = 0; i < loops->workloads; i++) {
    if (!strcmp(loops->workload[i].name, name)) return &loops->workload[i];
  }
  return NULL;
}

int main(void) {
  static char line[65536], protocol[32], workload[32], cpus[16384], picks[40960];
  struct request request;
  while (fgets(line, sizeof line, stdin)) {
    int fields = sscanf(line, "%31s %31s %d %lf %d %16383s %40959s", protocol, workload, &request.threads,
                        &request.milliseconds, &request.pages, cpus, picks);
    request.cpus = cpus;
    request.picks = picks;
    if (fields != 7 || request.threads < 1 || request.pages < request.threads) {
      printf("{\"error\":\"not a request\"}\n");
    } else if (!(request.loops = protocol_named(protocol)) ||
               !(request.workload = workload_named(request.loops, workload))) {
      printf("{\"error\":\"no such loop: %s %s\"}\n", protocol, workload);
    } else {
      run(&request);
    }
    fflush(stdout);
  }
  return 0;
}
