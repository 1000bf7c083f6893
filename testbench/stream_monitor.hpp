// The rules of a valid/ready stream, which bind both of its sides:
//
// 1. Valid holds: once valid is 1 it stays 1 until a clock edge sees ready at 1.
// 2. The payload holds: while a valid item waits for ready, its payload does not change.
// 3. Reset is quiet: valid is 0 at clock edges in reset, from the second one on.
// 4. Valid does not wait for ready. No observer sees this one; a design that breaks it comes to a
//    stand under back-pressure, and the cycle limit reports it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "failure_log.hpp"
#include "port.hpp"

namespace bench {

// Watches every stream, whoever drives it.
class StreamMonitor {
 public:
  StreamMonitor(std::string name, uint32_t item_words)
      : m_name{std::move(name)}, m_now(item_words), m_waiting(item_words) {}

  void sample(bool valid, bool ready, const Fields& fields, FailureLog& log) {
    m_edges_in_reset = 0;
    if (!valid) {
      if (m_is_waiting) report("valid fell before ready accepted the item", log);
      m_is_waiting = false;
      return;
    }
    if (m_is_waiting || !ready) fields.read(m_now.data());
    if (m_is_waiting && m_now != m_waiting) {
      report("the payload changed while the item waited for ready", log);
    }
    m_is_waiting = !ready;
    if (m_is_waiting) std::swap(m_now, m_waiting);
  }

  void sample_in_reset(bool valid, FailureLog& log) {
    m_is_waiting = false;
    m_edges_in_reset += 1;
    if (valid && m_edges_in_reset == 2) report("valid is 1 in reset", log);
  }

 private:
  void report(const char* text, FailureLog& log) const {
    log.add(FailureKind::StreamRule, "Stream " + m_name + ": " + text + ".");
  }

  std::string m_name;
  bool m_is_waiting = false;
  uint64_t m_edges_in_reset = 0;
  std::vector<uint32_t> m_now;
  std::vector<uint32_t> m_waiting;
};

}  // namespace bench
