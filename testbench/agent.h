// What a bench and an agent that is attached to it say to each other, in C, so that an agent can be
// written in any language. Whoever attaches one gives it some streams, of one clock, and in every
// cycle in which that clock has an edge the bench calls it twice: `drive` before the values settle,
// `sample` just before the edge.
#pragma once

#ifdef __cplusplus
#include <cstdint>
#else
#include <stdint.h>
#endif

// One of the streams of an agent. All of it is kept from call to call.
struct bench_channel {
  // An item, laid out as in `bench_send`. Of a stream into the design the agent writes what it
  // offers, and sets `is_changed`; of one out of it `sample` finds what was transferred.
  uint32_t* words;
  // The agent's to set in `drive` for a stream into the design, where any number but 0 stands for
  // 1; otherwise `sample` finds it.
  uint32_t valid;
  // The same for a stream out of the design.
  uint32_t ready;
  uint32_t is_changed;
};

struct bench_view {
  uint64_t cycle;
  // Whether the reset of the streams' clock is active. Nothing is transferred then.
  uint32_t in_reset;
  // In the order in which they were attached.
  struct bench_channel* channels;
  // Reports a broken rule of a bus, with the cycle at hand.
  void (*report)(void* reporter, const char* text);
  void* reporter;
};

struct bench_agent {
  void* context;
  void (*drive)(void* context, const struct bench_view* view);
  void (*sample)(void* context, const struct bench_view* view);
};
