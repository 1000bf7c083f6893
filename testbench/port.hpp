// One port of a Verilated model, of any width, read and written as 32-bit words, low word first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "design.hpp"
#include "verilated.h"

namespace bench {

class Port {
 public:
  template <typename Scalar>
  Port(Scalar& scalar, uint32_t width_bits)
      : m_storage{&scalar}, m_bytes{sizeof(Scalar)}, m_width_bits{width_bits} {}

  template <std::size_t Words>
  Port(VlWide<Words>& wide, uint32_t width_bits)
      : m_storage{wide.data()}, m_bytes{Words * sizeof(EData)}, m_width_bits{width_bits} {}

  uint32_t words() const { return words_for(m_width_bits); }

  void read(uint32_t* words) const {
    switch (m_bytes) {
      case 1: words[0] = load<uint8_t>(); break;
      case 2: words[0] = load<uint16_t>(); break;
      default: std::memcpy(words, m_storage, m_bytes); break;
    }
  }

  // Bits above the width are dropped: Verilator counts on their being zero.
  void write(const uint32_t* words) {
    switch (m_bytes) {
      case 1: store<uint8_t>(words[0] & top_mask()); break;
      case 2: store<uint16_t>(words[0] & top_mask()); break;
      default: write_words(words); break;
    }
  }

  // For ports of one bit.
  bool is_set() const { return *static_cast<const uint8_t*>(m_storage) != 0; }
  void set(bool value) { *static_cast<uint8_t*>(m_storage) = value ? 1 : 0; }

 private:
  template <typename Scalar>
  uint32_t load() const {
    return *static_cast<const Scalar*>(m_storage);
  }

  template <typename Scalar>
  void store(uint32_t value) {
    *static_cast<Scalar*>(m_storage) = static_cast<Scalar>(value);
  }

  void write_words(const uint32_t* words) {
    const uint32_t top = this->words() - 1U;
    const uint32_t top_word = words[top] & top_mask();
    auto* const bytes = static_cast<unsigned char*>(m_storage);
    std::memcpy(bytes, words, top * sizeof(uint32_t));
    std::memcpy(bytes + top * sizeof(uint32_t), &top_word, sizeof(uint32_t));
  }

  uint32_t top_mask() const {
    const uint32_t used = m_width_bits % 32U;
    return used == 0U ? UINT32_MAX : (1U << used) - 1U;
  }

  void* m_storage;
  std::size_t m_bytes;
  uint32_t m_width_bits;
};

// Several ports that travel together: each starts at a word of its own.
class Fields {
 public:
  explicit Fields(std::vector<Port> ports) : m_ports{std::move(ports)} {
    uint32_t words = 0;
    for (const Port& port : m_ports) words += port.words();
    m_words = words == 0U ? 1U : words;
  }

  // At least one, so that a stream without a payload has items too.
  uint32_t words() const { return m_words; }

  void read(uint32_t* words) const {
    for (const Port& port : m_ports) {
      port.read(words);
      words += port.words();
    }
  }

  void write(const uint32_t* words) {
    for (Port& port : m_ports) {
      port.write(words);
      words += port.words();
    }
  }

 private:
  std::vector<Port> m_ports;
  uint32_t m_words;
};

}  // namespace bench
