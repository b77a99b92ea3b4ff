// The C comparator of `reftorture scale`: a server on stdin and stdout, so that its trials can take turns with those
// of the WebAssembly engine. A request is a line
//   PROTOCOL WORKLOAD THREADS MILLISECONDS CPU[,CPU...]|-
// and the answer a line of JSON with one entry per thread, or {"error": "..."}. Built by ../build-native.ts.

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
  double milliseconds;
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

  double start = now();
  long rounds = 0;
  while (!atomic_load(&me->trial->stop)) {
    me->workload->chunk(&me->worker, CHUNK);
    rounds += CHUNK;
  }
  me->milliseconds = now() - start;
  me->worker.counts.rounds = rounds;
  return NULL;
}

static void pause_for(double milliseconds) {
  struct timespec time = {(time_t)(milliseconds / 1e3), (long)(milliseconds * 1e6) % 1000000000};
  nanosleep(&time, NULL);
}

static void run(const struct loops *loops, const struct workload *workload, int threads, double milliseconds,
                const char *cpus) {
  struct trial *trial = aligned_alloc(128, sizeof *trial);
  struct thread *thread = aligned_alloc(128, threads * sizeof *thread);
  struct page *pages = aligned_alloc(128, threads * sizeof *pages);
  struct arena arena = {threads, pages};
  memset(trial, 0, sizeof *trial);
  memset(thread, 0, threads * sizeof *thread);
  memset(pages, 0, threads * sizeof *pages);
  for (int i = 0; i < threads; i++) pages[i].refcount = workload->resting ? loops->free_word : 1;

  for (int i = 0; i < threads; i++) {
    char *rest = NULL;
    thread[i].cpu = cpus[0] == '-' ? -1 : (int)strtol(cpus, &rest, 10);
    if (rest && *rest == ',') cpus = rest + 1;
    thread[i].worker.number = i;
    thread[i].worker.arena = &arena;
    thread[i].trial = trial;
    thread[i].workload = workload;
    pthread_create(&thread[i].handle, NULL, work, &thread[i]);
  }
  while (atomic_load(&trial->arrived) < threads) pause_for(0.05);
  atomic_store(&trial->open, 1);
  pause_for(milliseconds);
  atomic_store(&trial->stop, 1);

  printf("{\"workers\":[");
  for (int i = 0; i < threads; i++) {
    pthread_join(thread[i].handle, NULL);
    const struct counts *counts = &thread[i].worker.counts;
    printf("%s{\"durationMs\":%.6f,\"rounds\":%ld,\"failedGets\":%ld,\"casRetries\":%ld,\"abortedFrees\":%ld,"
           "\"frees\":%ld,\"pinned\":%s}",
           i ? "," : "", thread[i].milliseconds, counts->rounds, counts->failed_gets, counts->cas_retries,
           counts->aborted_frees, counts->frees, thread[i].pinned ? "true" : "false");
  }
  printf("]}\n");
  free(pages);
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
  char line[4096], protocol[32], workload[32], cpus[4000];
  int threads;
  double milliseconds;
  while (fgets(line, sizeof line, stdin)) {
    const struct loops *loops = NULL;
    const struct workload *found = NULL;
    if (sscanf(line, "%31s %31s %d %lf %3999s", protocol, workload, &threads, &milliseconds, cpus) != 5) {
      printf("{\"error\":\"not a request\"}\n");
    } else if (!(loops = protocol_named(protocol)) || !(found = workload_named(loops, workload))) {
      printf("{\"error\":\"no such loop: %s %s\"}\n", protocol, workload);
    } else {
      run(loops, found, threads, milliseconds, cpus);
    }
    fflush(stdout);
  }
  return 0;
}
