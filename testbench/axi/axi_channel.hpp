// Where the fields of a channel lie in its items.
#pragma once

#include <array>
#include <cstdint>

#include "axi_memory.h"

namespace bench {

struct AxiField {
  uint32_t first_word = 0;
  // 0 for a field that the bus lacks.
  uint32_t width_bits = 0;
};

class AxiChannel {
 public:
  void bind(uint32_t stream, uint32_t words) {
    m_stream = stream;
    m_words = words;
    m_exists = true;
  }

  void set_field(uint32_t role, AxiField field) { m_fields[role] = field; }

  bool exists() const { return m_exists; }
  uint32_t words() const { return m_words; }
  bool has(uint32_t role) const { return m_fields[role].width_bits != 0; }
  uint32_t bytes(uint32_t role) const { return m_fields[role].width_bits / 8U; }

  bench_channel& in(const bench_view& view) const { return view.channels[m_stream]; }

  // The low 64 bits of a field, or `otherwise` where the bus lacks it.
  uint64_t get(uint32_t role, const uint32_t* item, uint64_t otherwise = 0) const {
    const AxiField& field = m_fields[role];
    if (field.width_bits == 0) return otherwise;
    const uint64_t low = item[field.first_word];
    return field.width_bits <= 32 ? low : low | uint64_t{item[field.first_word + 1]} << 32U;
  }

  // Of a field of up to 32 bits.
  void set(uint32_t role, uint32_t* item, uint32_t value) const {
    if (has(role)) item[m_fields[role].first_word] = value;
  }

  // A field as bytes, low byte first, as the machines have them that this runs on.
  uint8_t* bytes_of(uint32_t role, uint32_t* item) const {
    return reinterpret_cast<uint8_t*>(item + m_fields[role].first_word);
  }

  const uint8_t* bytes_of(uint32_t role, const uint32_t* item) const {
    return reinterpret_cast<const uint8_t*>(item + m_fields[role].first_word);
  }

 private:
  bool m_exists = false;
  uint32_t m_stream = 0;
  uint32_t m_words = 0;
  std::array<AxiField, axi_role_count> m_fields;
};

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bytes of items are those of their words");

}  // namespace bench
