// Bytes at addresses of 64 bits, of which only the pages that are touched exist.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "../random.hpp"

namespace bench {

class ByteMemory {
 public:
  static constexpr uint64_t page_bytes = 4096;

  // The content of bytes that nobody has written: 0 zeros, 1 ones, 2 the numbers of SplitMix64 from
  // the seed, of which number n gives the eight bytes from 8 n on.
  ByteMemory(uint32_t fill, uint64_t seed) : m_fill{fill}, m_seed{seed} {}

  void read(uint64_t address, uint64_t count, uint8_t* bytes) {
    each_page(address, count, [&bytes](uint8_t* place, uint64_t part) {
      std::memcpy(bytes, place, part);
      bytes += part;
    });
  }

  void write(uint64_t address, uint64_t count, const uint8_t* bytes) {
    each_page(address, count, [&bytes](uint8_t* place, uint64_t part) {
      std::memcpy(place, bytes, part);
      bytes += part;
    });
  }

 private:
  using Page = std::array<uint8_t, page_bytes>;

  template <class Body>
  void each_page(uint64_t address, uint64_t count, Body body) {
    while (count != 0) {
      const uint64_t offset = address % page_bytes;
      const uint64_t part = std::min(count, page_bytes - offset);
      body(page(address - offset).data() + offset, part);
      address += part;
      count -= part;
    }
  }

  // Accesses go on where the one before was, as a rule.
  Page& page(uint64_t start) {
    if (m_last != nullptr && m_last_start == start) return *m_last;
    std::unique_ptr<Page>& place = m_pages[start];
    if (!place) place = filled(start);
    m_last = place.get();
    m_last_start = start;
    return *m_last;
  }

  std::unique_ptr<Page> filled(uint64_t start) const {
    auto page = std::make_unique<Page>();
    page->fill(m_fill == 1 ? 0xFF : 0);
    if (m_fill != 2) return page;
    Random random{m_seed + start / 8U * 0x9E3779B97F4A7C15ULL};
    for (uint64_t at = 0; at < page_bytes; at += 8) {
      const uint64_t number = random.next();
      for (uint64_t byte = 0; byte < 8; ++byte) {
        (*page)[at + byte] = static_cast<uint8_t>(number >> (8U * byte));
      }
    }
    return page;
  }

  uint32_t m_fill;
  uint64_t m_seed;
  std::unordered_map<uint64_t, std::unique_ptr<Page>> m_pages;
  Page* m_last = nullptr;
  uint64_t m_last_start = 0;
};

}  // namespace bench
