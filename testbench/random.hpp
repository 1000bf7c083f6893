// The only source of chance in a bench: SplitMix64, from a seed that the caller gives.
#pragma once

#include <cstdint>

namespace bench {

class Random {
 public:
  explicit Random(uint64_t seed) : m_state{seed} {}

  uint64_t next() {
    m_state += 0x9E3779B97F4A7C15ULL;
    uint64_t mixed = m_state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }

  // True `share` times in 65,536.
  bool chance(uint32_t share) { return share != 0U && (next() & 0xFFFFU) < share; }

 private:
  uint64_t m_state;
};

}  // namespace bench
