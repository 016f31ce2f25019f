#include "measure.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t clock_ns(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

uint64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }
uint64_t own_cpu_ns(void) { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

// schedstat counts in ns where stat counts in ticks of 10 ms; it is there for each thread.
uint64_t cpu_ns(int pid) {
  char path[128];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  if (!tasks) return 0;
  uint64_t sum = 0;
  for (struct dirent *task; (task = readdir(tasks));) {
    if (task->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", pid, task->d_name);
    FILE *file = fopen(path, "r");
    if (!file) continue;
    unsigned long long spent = 0;
    if (fscanf(file, "%llu", &spent) == 1) sum += spent;
    fclose(file);
  }
  closedir(tasks);
  return sum;
}

uint64_t user_ticks(int pid) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  unsigned long long ticks = 0;
  // The name may hold spaces; it ends with the last parenthesis. utime is the 12th field behind it.
  char *at = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
  for (int field = 0; at && field < 12; field++) at = strchr(at + 1, ' ');
  if (at) ticks = strtoull(at, NULL, 10);
  fclose(file);
  return ticks;
}

uint64_t core_ticks(int core) {
  char line[512];
  FILE *file = fopen("/proc/stat", "r");
  if (!file) return 0;
  uint64_t ticks = 0;
  while (fgets(line, sizeof line, file)) {
    int number;
    unsigned long long user, nice, system, idle, iowait, irq, softirq, stolen;
    if (sscanf(line, "cpu%d %llu %llu %llu %llu %llu %llu %llu %llu", &number, &user, &nice, &system, &idle, &iowait, &irq,
               &softirq, &stolen) == 9 &&
        number == core)
      ticks = user + nice + stolen;
  }
  fclose(file);
  return ticks;
}

uint64_t rss_kb(int pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  unsigned long long kb = 0;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "VmRSS: %llu", &kb) == 1) break;
  }
  fclose(file);
  return kb;
}

static unsigned bucket_of(uint64_t value) {
  if (value < 64) return (unsigned)value;
  unsigned power = 63u - (unsigned)__builtin_clzll(value);
  unsigned bucket = power * 32u + (unsigned)((value >> (power - 5)) & 31u);
  return bucket < 2047 ? bucket : 2047;
}

static uint64_t value_of(unsigned bucket) {
  if (bucket < 192) return bucket;
  unsigned power = bucket / 32u;
  return (1ull << power) + ((uint64_t)(bucket % 32u) << (power - 5));
}

void histogram_add(struct histogram *histogram, uint64_t value) {
  histogram->buckets[bucket_of(value)] += 1;
  histogram->count += 1;
  if (value > histogram->max) histogram->max = value;
}

uint64_t histogram_at(const struct histogram *histogram, double quantile) {
  uint64_t wanted = (uint64_t)(quantile * (double)histogram->count), seen = 0;
  for (unsigned bucket = 0; bucket < 2048; bucket++) {
    seen += histogram->buckets[bucket];
    if (seen > wanted) return value_of(bucket);
  }
  return histogram->max;
}
