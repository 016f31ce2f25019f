// Clocks, and what processes cost: as the kernel counts it.
#pragma once
#include <stdint.h>

uint64_t now_ns(void);
/// CPU of this process so far, in ns.
uint64_t own_cpu_ns(void);
/// CPU of all threads of a process so far, in ns; 0 where it is gone.
uint64_t cpu_ns(int pid);
/// Time in user mode of a process so far, in ticks of 10 ms; 0 where it is gone.
uint64_t user_ticks(int pid);
/// Time in user mode, or taken by the hypervisor, of a core so far, whosever it was, in the same ticks.
uint64_t core_ticks(int core);
/// Resident memory of a process in KB; 0 where it is gone.
uint64_t rss_kb(int pid);

/// Latencies in buckets that grow by 1/32 of their power of two: an error of at most 3 %.
struct histogram {
  uint64_t buckets[2048];
  uint64_t count;
  uint64_t max;
};
void histogram_add(struct histogram *histogram, uint64_t value);
uint64_t histogram_at(const struct histogram *histogram, double quantile);
