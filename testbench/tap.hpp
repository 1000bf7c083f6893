// Ports that a bench observes and never drives.
#pragma once

#include <cstdint>
#include <utility>

#include "port.hpp"
#include "recording.hpp"

namespace bench {

// Ports that are recorded at every clock edge at which `valid` is 1.
class Tap {
 public:
  Tap(Port valid, Fields fields)
      : m_valid{valid}, m_fields{std::move(fields)}, m_recording{m_fields.words()} {}

  uint32_t item_words() const { return m_fields.words(); }
  Recording& recording() { return m_recording; }

  void sample(uint64_t cycle) {
    if (m_valid.is_set()) m_recording.append(cycle, m_fields);
  }

 private:
  Port m_valid;
  Fields m_fields;
  Recording m_recording;
};

}  // namespace bench
