// What the generated description of a design is made of: its ports, clocks, streams and taps.
#pragma once

#include <cstdint>

namespace bench {

// Stands for "no such port".
constexpr uint32_t no_port = UINT32_MAX;

// The scope above the top module, which Verilator wants to have a name.
constexpr const char* model_name = "TOP";

// What stands before the top module's name in the names of scopes, and how many levels that is:
// more where the ports are those of a module around the top.
#ifdef BENCH_WRAPPER
constexpr const char* top_scope = "TOP." BENCH_WRAPPER ".";
constexpr int levels_above_top = 2;
#else
constexpr const char* top_scope = "TOP.";
constexpr int levels_above_top = 1;
#endif

struct PortInfo {
  const char* name;
  uint32_t width_bits;
  bool is_signed;
  bool is_output;
};

// The clock of a domain, and the reset of what it clocks, which may be `no_port`. Ports are given
// as indices into the port table. `reset_level` is the value at which the reset acts.
struct ClockInfo {
  uint32_t clock;
  uint32_t reset;
  uint32_t reset_level;
};

// The fields of all streams and taps lie in one list, of which each takes a part; `clock` is an
// index into the table of clocks.
struct StreamInfo {
  const char* name;
  bool is_output;
  uint32_t clock;
  uint32_t valid;
  uint32_t ready;
  uint32_t first_field;
  uint32_t field_count;
};

struct TapInfo {
  const char* name;
  uint32_t clock;
  uint32_t valid;
  uint32_t first_field;
  uint32_t field_count;
};

constexpr uint32_t words_for(uint32_t width_bits) { return (width_bits + 31U) / 32U; }

}  // namespace bench
