// A bandwidth: bytes that are gained in every cycle and kept up to a capacity.
#pragma once

#include <algorithm>
#include <cstdint>

#include "axi_memory.h"

namespace bench {

// What became of a wish for bytes.
enum class TokenGrant { Unasked, Given, Lacking };

class TokenBucket {
 public:
  // One that never gives anything.
  static TokenBucket closed() {
    TokenBucket bucket;
    bucket.configure({1, 1, 0});
    return bucket;
  }

  // Starts empty.
  void configure(const axi_bucket& bucket) {
    m_bucket = bucket;
    m_tokens = 0;
  }

  void empty() { m_tokens = 0; }

  // At the start of a cycle: what it gains can be spent in it.
  void gain() {
    m_tokens = std::min(m_bucket.capacity * m_bucket.cycles, m_tokens + m_bucket.gain);
  }

  bool holds(uint64_t bytes) const {
    return m_bucket.gain == 0 || m_tokens >= bytes * m_bucket.cycles;
  }

  bool take(uint64_t bytes) {
    if (!holds(bytes)) return false;
    if (m_bucket.gain != 0) m_tokens -= bytes * m_bucket.cycles;
    return true;
  }

 private:
  axi_bucket m_bucket{0, 1, 0};
  // In parts of a byte, of which `cycles` make one, so that nothing is rounded.
  uint64_t m_tokens = 0;
};

}  // namespace bench
