// What waits for its answer, and which of it is answered next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "../random.hpp"
#include "axi_memory.h"

namespace bench {

// Entries have an `id`, a cycle `due`, and `is_first`, which the queue keeps: whether no other of
// their id is before them. Within an id the order never changes.
template <class Entry>
class AxiQueue {
 public:
  static constexpr std::size_t none = SIZE_MAX;

  std::size_t size() const { return m_entries.size(); }
  bool empty() const { return m_entries.empty(); }
  void clear() { m_entries.clear(); }
  Entry& operator[](std::size_t index) { return m_entries[index]; }
  const Entry& operator[](std::size_t index) const { return m_entries[index]; }

  void push(Entry entry) {
    entry.is_first = next_of(entry.id, 0) == m_entries.size();
    m_entries.push_back(std::move(entry));
  }

  void remove(std::size_t index) {
    const std::size_t next = next_of(m_entries[index].id, index + 1);
    if (next != m_entries.size()) m_entries[next].is_first = true;
    m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(index));
  }

  // One that is due, the first or by chance; or none.
  std::size_t choose(uint64_t now, uint32_t order, Random& random) const {
    if (order == axi_in_order) return !empty() && m_entries.front().due <= now ? 0 : none;
    uint64_t candidates = 0;
    for (const Entry& entry : m_entries) candidates += is_candidate(entry, now) ? 1U : 0U;
    if (candidates == 0) return none;
    uint64_t rest = candidates == 1 ? 0 : random.next() % candidates;
    std::size_t index = 0;
    while (!is_candidate(m_entries[index], now) || rest-- != 0) index += 1;
    return index;
  }

 private:
  static bool is_candidate(const Entry& entry, uint64_t now) {
    return entry.is_first && entry.due <= now;
  }

  std::size_t next_of(uint32_t id, std::size_t from) const {
    while (from < m_entries.size() && m_entries[from].id != id) from += 1;
    return from;
  }

  std::vector<Entry> m_entries;
};

}  // namespace bench
