// When a clock has its rising edges: in the cycles that are `phase` modulo `period`.
#pragma once

#include <cstdint>

namespace bench {

class Clock {
 public:
  // Takes effect from cycle `now` on.
  void set(uint64_t period, uint64_t phase, uint64_t now) {
    m_period = period;
    m_cycles_to_edge = (phase + period - now % period) % period;
  }

  uint64_t period() const { return m_period; }
  bool has_edge() const { return m_cycles_to_edge == 0; }

  // Goes on to the next cycle.
  void advance() { m_cycles_to_edge = has_edge() ? m_period - 1U : m_cycles_to_edge - 1U; }

 private:
  uint64_t m_period = 1;
  uint64_t m_cycles_to_edge = 0;
};

}  // namespace bench
