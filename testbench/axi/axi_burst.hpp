// A burst: where its beats lie, and what makes it unlawful.
#pragma once

#include <cstdint>
#include <string>

#include "axi_channel.hpp"

namespace bench {

inline std::string hexadecimal(uint64_t number) {
  std::string digits;
  do {
    digits.insert(digits.begin(), "0123456789abcdef"[number % 16U]);
    number /= 16U;
  } while (number != 0);
  return "0x" + digits;
}

// Bytes of the memory, and the first lane of the bus that carries them.
struct AxiSpan {
  uint64_t address;
  uint32_t lane;
  uint32_t bytes;
};

class AxiBurst {
 public:
  enum Kind : uint32_t { Fixed = 0, Increment = 1, Wrap = 2 };
  static constexpr uint64_t boundary = 4096;

  AxiBurst(const AxiChannel& channel, const uint32_t* item, uint32_t bus_bytes, bool is_write)
      : address{channel.get(axi_addr, item)},
        id{static_cast<uint32_t>(channel.get(axi_id, item))},
        beats{static_cast<uint32_t>(channel.get(axi_len, item)) + 1U},
        beat_bytes{bus_bytes},
        kind{static_cast<uint32_t>(channel.get(axi_burst, item, Increment))},
        m_cache{static_cast<uint32_t>(channel.get(axi_cache, item))},
        m_bus_bytes{bus_bytes},
        m_is_write{is_write} {
    if (channel.has(axi_size)) beat_bytes = 1U << channel.get(axi_size, item);
  }

  // The bytes of a beat. Of an unaligned burst the first has fewer.
  AxiSpan span(uint32_t beat) const {
    const uint64_t start = start_of(beat);
    const uint32_t missing = static_cast<uint32_t>(start % beat_bytes);
    return {start, static_cast<uint32_t>(start % m_bus_bytes), beat_bytes - missing};
  }

  // What is wrong with the burst, in words; empty for nothing.
  std::string fault() const {
    if (beat_bytes > m_bus_bytes) {
      return "has beats of " + count(beat_bytes, "byte") + " on a bus of " +
             count(m_bus_bytes, "byte");
    }
    if (kind > Wrap) return "is of the reserved kind 3";
    if (kind == Fixed && beats > 16) return "has a fixed address, with which there are at most 16";
    if (kind == Wrap && beats != 2 && beats != 4 && beats != 8 && beats != 16) {
      return "wraps, for which it must have 2, 4, 8 or 16";
    }
    if (kind == Wrap && address % beat_bytes != 0) return "wraps and starts unaligned";
    if (kind == Increment && crosses_boundary()) return "crosses a boundary of 4 KiB";
    if (m_cache / 4U != 0 && (m_cache & 2U) == 0) {
      return "has the reserved attributes " + std::to_string(m_cache) + " in cache";
    }
    return {};
  }

  // Makes of an unlawful burst one that can be served.
  void mend() {
    if (beat_bytes > m_bus_bytes) beat_bytes = m_bus_bytes;
    if (kind > Wrap) kind = Increment;
  }

  std::string text() const {
    return std::string{m_is_write ? "the write" : "the read"} + " of " + count(beats, "beat") +
           " of " + count(beat_bytes, "byte") + " from " + hexadecimal(address);
  }

  uint64_t address;
  uint32_t id;
  uint32_t beats;
  uint32_t beat_bytes;
  uint32_t kind;

 private:
  uint64_t start_of(uint32_t beat) const {
    if (kind == Fixed || beat == 0) return address;
    const uint64_t first = address - address % beat_bytes;
    if (kind == Increment) return first + uint64_t{beat} * beat_bytes;
    const uint64_t whole = uint64_t{beats} * beat_bytes;
    const uint64_t base = address - address % whole;
    return base + (address - base + uint64_t{beat} * beat_bytes) % whole;
  }

  bool crosses_boundary() const {
    const uint64_t first = address - address % beat_bytes;
    return first % boundary + uint64_t{beats} * beat_bytes > boundary;
  }

  static std::string count(uint32_t number, const std::string& thing) {
    return std::to_string(number) + " " + thing + (number == 1 ? "" : "s");
  }

  uint32_t m_cache;
  uint32_t m_bus_bytes;
  bool m_is_write;
};

}  // namespace bench
