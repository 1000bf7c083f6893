// Writes the waveform of a window of cycles to an FST file; does nothing in a build without trace.
#pragma once

#include <cstdint>
#include <string>

#include "design.hpp"
#include "verilated.h"

#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif

namespace bench {

#if VM_TRACE_FST

class Waveform {
 public:
  static constexpr bool is_built = true;

  // Records cycles `first` to `past` - 1, and `depth` levels of hierarchy (0 for all of them).
  template <typename Model>
  bool open(Model& model, const std::string& path, uint64_t first, uint64_t past, uint32_t depth) {
    close();
    if (!m_is_attached) model.trace(&m_file, 99);
    m_is_attached = true;
    m_file.dumpvars(0, "");
    if (depth != 0U) m_file.dumpvars(static_cast<int>(depth) + levels_above_top, model_name);
    m_file.set_time_unit("1ns");
    m_file.set_time_resolution("1ns");
    m_file.open(path.c_str());
    m_first = first;
    m_past = past;
    return m_file.isOpen();
  }

  void dump(uint64_t cycle, uint64_t time) {
    if (!m_file.isOpen() || cycle < m_first) return;
    if (cycle < m_past) {
      m_file.dump(time);
    } else {
      close();
    }
  }

  void close() {
    if (m_file.isOpen()) m_file.close();
  }

 private:
  VerilatedFstC m_file;
  bool m_is_attached = false;
  uint64_t m_first = 0;
  uint64_t m_past = 0;
};

#else

class Waveform {
 public:
  static constexpr bool is_built = false;

  template <typename Model>
  bool open(Model& /*model*/, const std::string& /*path*/, uint64_t /*first*/, uint64_t /*past*/,
            uint32_t /*depth*/) {
    return false;
  }
  void dump(uint64_t /*cycle*/, uint64_t /*time*/) {}
  void close() {}
};

#endif

}  // namespace bench
