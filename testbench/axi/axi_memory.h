// The C interface of the model of a memory behind AXI4; README.md one folder up describes it.
#pragma once

#ifdef __cplusplus
#include <cstdint>
extern "C" {
#else
#include <stdint.h>
#endif

#include "../agent.h"

typedef struct axi_memory axi_memory;

enum axi_channel_name { axi_aw, axi_w, axi_b, axi_ar, axi_r, axi_channel_count };

// The fields of a channel, each with its name in the standard.
enum axi_role {
  axi_id,
  axi_addr,
  axi_len,
  axi_size,
  axi_burst,
  axi_cache,
  axi_data,
  axi_strb,
  axi_last,
  axi_resp,
  axi_role_count
};

// A token bucket: it gains `gain` / `cycles` bytes a cycle and holds at most `capacity`. A gain of
// 0 stands for no limit.
typedef struct axi_bucket {
  uint64_t gain;
  uint64_t cycles;
  uint64_t capacity;
} axi_bucket;

enum axi_order { axi_in_order, axi_any_burst, axi_any_beat };

// Shares are of 65,536, a limit of 0 is none.
typedef struct axi_settings {
  axi_bucket read_bucket;
  // Of the writes; without effect if they share the bucket of the reads.
  axi_bucket write_bucket;
  uint32_t is_shared;
  uint32_t order;
  uint64_t read_latency;
  uint64_t write_latency;
  // Up to so many cycles more, drawn for each burst.
  uint64_t latency_spread;
  // Of the reads, and of the writes.
  uint64_t outstanding_max;
  // Beats of writes that are accepted before their address; a negative number is no limit.
  int64_t early_beats_max;
  uint32_t aw_pause;
  uint32_t w_pause;
  uint32_t b_pause;
  uint32_t ar_pause;
  uint32_t r_pause;
  uint64_t seed;
} axi_settings;

enum axi_directions { axi_reads = 1, axi_writes = 2 };

// Addresses `first` to `last` answer with `response` in `share` of 65,536 beats.
typedef struct axi_error {
  uint64_t first;
  uint64_t last;
  uint32_t response;
  uint32_t directions;
  uint32_t share;
} axi_error;

typedef struct axi_refusal {
  uint64_t cycle;
  uint64_t address;
  uint32_t id;
  uint32_t response;
  uint32_t is_write;
} axi_refusal;

typedef struct axi_counts {
  uint64_t bursts;
  uint64_t beats;
  // As the bucket counts them, and those of them that were asked for or written.
  uint64_t bytes;
  uint64_t used_bytes;
  uint64_t refused_beats;
  // Cycles in which a beat waited for nothing but the bucket.
  uint64_t throttled_cycles;
  // Of beats; without meaning before the first.
  uint64_t first_cycle;
  uint64_t last_cycle;
} axi_counts;

typedef struct axi_statistics {
  axi_counts reads;
  axi_counts writes;
  // Cycles outside reset, and those of them with a beat of data.
  uint64_t cycles;
  uint64_t busy_cycles;
} axi_statistics;

// Addresses `first` to `last`, and the bytes of the beats whose first byte is one of them.
typedef struct axi_window {
  uint64_t first;
  uint64_t last;
  uint64_t read_bytes;
  uint64_t written_bytes;
} axi_window;

// What has begun and not ended.
typedef struct axi_outstanding {
  uint64_t reads;
  // Writes whose data are not complete, and those whose response was not taken.
  uint64_t writes;
  uint64_t responses;
  // Beats of writes without an address.
  uint64_t early_beats;
} axi_outstanding;

// `fill` is the content of bytes that nobody has written: 0 zeros, 1 ones, 2 the numbers of
// SplitMix64 from the seed, eight bytes each.
axi_memory* axi_memory_create(const char* name, uint32_t fill, uint64_t seed);
void axi_memory_destroy(axi_memory* memory);

// From now on both have the bytes of `other`.
void axi_memory_share(axi_memory* memory, const axi_memory* other);

// A channel is stream `stream` of those that the agent is attached to, with items of so many words.
void axi_memory_set_channel(axi_memory* memory, uint32_t channel, uint32_t stream, uint32_t words);
void axi_memory_set_field(axi_memory* memory, uint32_t channel, uint32_t role, uint32_t first_word,
                          uint32_t width_bits);

// Channels and fields come before.
struct bench_agent axi_memory_agent(axi_memory* memory);

// Buckets are empty and draws begin anew. What is outstanding stays.
void axi_memory_configure(axi_memory* memory, const axi_settings* settings,
                          const axi_error* errors, uint64_t error_count);

// Their counts begin anew.
void axi_memory_set_windows(axi_memory* memory, const axi_window* windows, uint64_t count);
axi_window axi_memory_window(const axi_memory* memory, uint64_t index);

void axi_memory_write(axi_memory* memory, uint64_t address, uint64_t count, const uint8_t* bytes);
void axi_memory_read(axi_memory* memory, uint64_t address, uint64_t count, uint8_t* bytes);

void axi_memory_empty_buckets(axi_memory* memory);
axi_statistics axi_memory_statistics(const axi_memory* memory);
axi_outstanding axi_memory_outstanding(const axi_memory* memory);
void axi_memory_clear_statistics(axi_memory* memory);

uint64_t axi_memory_refusal_count(const axi_memory* memory);
axi_refusal axi_memory_refusal(const axi_memory* memory, uint64_t index);

#ifdef __cplusplus
}
#endif
