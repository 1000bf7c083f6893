// A memory behind AXI4: an agent of the bench that answers a manager in the design.
//
// How cycles are counted. An address that the edge of cycle a accepts has its first beat of data on
// offer in cycle a + latency at the earliest, so that with a latency of 1 it is the next. A write
// whose last beat (or its address, if that is later) the edge of cycle w accepts has its response
// on offer in cycle w + latency at the earliest. Latencies of bursts overlap. At the start of a
// cycle the buckets gain; a beat is paid when it is first offered, or accepted.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "axi_common.hpp"
#include "axi_reads.hpp"
#include "axi_writes.hpp"

namespace bench {

class AxiMemory {
 public:
  AxiMemory(const char* name, uint32_t fill, uint64_t seed) {
    m_common.name = name;
    m_common.bytes = std::make_shared<ByteMemory>(fill, seed);
  }

  ByteMemory& bytes() { return *m_common.bytes; }
  void share(const AxiMemory& other) { m_common.bytes = other.m_common.bytes; }
  const std::vector<axi_refusal>& refusals() const { return m_common.refusals; }

  AxiChannel& channel(uint32_t name) {
    switch (name) {
      case axi_aw: return m_writes.aw;
      case axi_w: return m_writes.w;
      case axi_b: return m_writes.b;
      case axi_ar: return m_reads.ar;
      default: return m_reads.r;
    }
  }

  void configure(const axi_settings& settings, std::vector<axi_error> errors) {
    m_common.settings = settings;
    m_common.errors = std::move(errors);
    m_read_bucket.configure(settings.read_bucket);
    m_write_bucket.configure(settings.write_bucket);
    m_reads.configure(m_common);
    m_writes.configure(m_common);
  }

  void set_windows(std::vector<axi_window> windows) {
    m_common.windows = std::move(windows);
    clear_windows();
  }

  const std::vector<axi_window>& windows() const { return m_common.windows; }

  void empty_buckets() {
    m_read_bucket.empty();
    m_write_bucket.empty();
  }

  axi_statistics statistics() const {
    return {m_reads.counts, m_writes.counts, m_cycles, m_busy_cycles};
  }

  void clear_statistics() {
    m_reads.counts = {};
    m_writes.counts = {};
    m_cycles = 0;
    m_busy_cycles = 0;
    m_common.refusals.clear();
    clear_windows();
  }

  axi_outstanding outstanding() const {
    return {m_reads.outstanding(), m_writes.incomplete(), m_writes.responses(),
            m_writes.early_beats()};
  }

  void drive(const bench_view& view) {
    m_common.view = &view;
    if (view.in_reset != 0 || m_is_new) reset();
    m_is_new = false;
    if (view.in_reset != 0) return;
    m_read_bucket.gain();
    m_write_bucket.gain();
    // Where both want the bytes of a bucket, they take turns: one that lacks them at its turn keeps
    // the other from taking fewer.
    const bool writes_first = m_writes.exists() && m_writes.is_waiting() && m_was_read;
    TokenGrant first = TokenGrant::Unasked;
    if (writes_first) first = m_writes.open(m_common, write_bucket());
    if (m_reads.exists()) {
      m_reads.open(m_common);
      const TokenGrant read = m_reads.offer(m_common, unless_held(first, m_read_bucket));
      if (read == TokenGrant::Given) m_was_read = true;
      if (!writes_first) first = read;
    }
    if (!m_writes.exists()) return;
    if (!writes_first) m_writes.open(m_common, unless_held(first, write_bucket()));
    m_writes.offer(m_common);
  }

  void sample(const bench_view& view) {
    m_common.view = &view;
    if (view.in_reset != 0) return;
    const bool reads = m_reads.exists() && m_reads.sample(m_common);
    const bool writes = m_writes.exists() && m_writes.sample(m_common, write_bucket());
    if (writes) m_was_read = false;
    m_cycles += 1;
    m_busy_cycles += reads || writes ? 1U : 0U;
    m_common.now += 1;
  }

 private:
  TokenBucket& write_bucket() {
    return m_common.settings.is_shared != 0 ? m_read_bucket : m_write_bucket;
  }

  void clear_windows() {
    for (axi_window& window : m_common.windows) window.read_bytes = window.written_bytes = 0;
  }

  TokenBucket& unless_held(TokenGrant first, TokenBucket& bucket) {
    const bool is_held = m_common.settings.is_shared != 0 && first == TokenGrant::Lacking;
    return is_held ? m_closed_bucket : bucket;
  }

  void reset() {
    empty_buckets();
    m_was_read = false;
    if (m_reads.exists()) m_reads.reset(m_common);
    if (m_writes.exists()) m_writes.reset(m_common);
  }

  AxiCommon m_common;
  AxiReads m_reads;
  AxiWrites m_writes;
  TokenBucket m_read_bucket;
  TokenBucket m_write_bucket;
  TokenBucket m_closed_bucket = TokenBucket::closed();
  bool m_is_new = true;
  // Whether the last beat that got bytes was one of a read.
  bool m_was_read = false;
  uint64_t m_cycles = 0;
  uint64_t m_busy_cycles = 0;
};

}  // namespace bench
