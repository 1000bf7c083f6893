// What the reads and the writes of a memory share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "axi_burst.hpp"
#include "axi_memory.h"
#include "byte_memory.hpp"
#include "token_bucket.hpp"

namespace bench {

// A source of chance of its own for each thing that is drawn, so that they do not disturb each
// other.
enum class AxiDraw : uint64_t { Ready, Valid, Order, Latency, Error, Noise };

inline Random axi_random(uint64_t seed, AxiDraw draw, uint32_t direction) {
  Random mixer{seed};
  return Random{mixer.next() + static_cast<uint64_t>(draw) * 2U + (direction == axi_writes)};
}

class AxiCommon {
 public:
  std::string name;
  std::shared_ptr<ByteMemory> bytes;
  axi_settings settings{};
  std::vector<axi_error> errors;
  std::vector<axi_refusal> refusals;
  std::vector<axi_window> windows;
  // Edges of the clock so far.
  uint64_t now = 0;
  const bench_view* view = nullptr;

  void fault(const std::string& text) const {
    const std::string sentence = "Memory " + name + ": " + text + ".";
    view->report(view->reporter, sentence.c_str());
  }

  // How an access ends; kept if it is refused.
  uint32_t respond(uint32_t direction, uint32_t id, const AxiSpan& span, Random& random) {
    for (const axi_error& error : errors) {
      if ((error.directions & direction) == 0 || span.address > error.last) continue;
      if (span.address + (span.bytes - 1U) < error.first || !random.chance(error.share)) continue;
      const uint32_t is_write = direction == axi_writes ? 1U : 0U;
      refusals.push_back({view->cycle, span.address, id, error.response, is_write});
      return error.response;
    }
    return 0;
  }

  uint64_t due(uint64_t latency, uint64_t spread, Random& random) const {
    return now + latency + (spread == 0 ? 0 : random.next() % (spread + 1U));
  }

  // Counts a beat of which `used` bytes were asked for or written.
  void count(axi_counts& counts, uint32_t direction, const AxiBurst& burst, uint64_t address,
             uint64_t used) {
    for (axi_window& window : windows) {
      if (address < window.first || address > window.last) continue;
      (direction == axi_writes ? window.written_bytes : window.read_bytes) += burst.beat_bytes;
    }
    if (counts.beats == 0) counts.first_cycle = view->cycle;
    counts.last_cycle = view->cycle;
    counts.beats += 1;
    counts.bytes += burst.beat_bytes;
    counts.used_bytes += used;
  }
};

}  // namespace bench
