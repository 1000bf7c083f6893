// Items seen at clock edges, in order, each with its cycle; read from the front.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "port.hpp"

namespace bench {

class Recording {
 public:
  explicit Recording(uint32_t item_words) : m_item_words{item_words} {}

  uint64_t count() const { return m_cycles.size() - m_taken; }

  void append(uint64_t cycle, const Fields& fields) {
    m_cycles.push_back(cycle);
    const std::size_t end = m_words.size();
    m_words.resize(end + m_item_words);
    fields.read(m_words.data() + end);
  }

  // Moves up to `items` items out; either destination may be null. Returns how many were moved.
  uint64_t take(uint64_t items, uint32_t* words, uint64_t* cycles) {
    const uint64_t moved = std::min(items, count());
    const auto first = static_cast<std::ptrdiff_t>(m_taken);
    const auto past = static_cast<std::ptrdiff_t>(m_taken + moved);
    const auto width = static_cast<std::ptrdiff_t>(m_item_words);
    if (cycles != nullptr) std::copy(m_cycles.begin() + first, m_cycles.begin() + past, cycles);
    if (words != nullptr) {
      std::copy(m_words.begin() + first * width, m_words.begin() + past * width, words);
    }
    m_taken += moved;
    if (m_taken == m_cycles.size()) forget();
    return moved;
  }

 private:
  void forget() {
    m_cycles.clear();
    m_words.clear();
    m_taken = 0;
  }

  uint32_t m_item_words;
  uint64_t m_taken = 0;
  std::vector<uint32_t> m_words;
  std::vector<uint64_t> m_cycles;
};

}  // namespace bench
