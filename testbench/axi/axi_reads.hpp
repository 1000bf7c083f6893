// The channels AR and R.
#pragma once

#include <cstddef>
#include <cstdint>

#include "axi_common.hpp"
#include "axi_queue.hpp"

namespace bench {

class AxiReads {
 public:
  AxiChannel ar;
  AxiChannel r;
  axi_counts counts{};

  bool exists() const { return ar.exists(); }
  uint64_t outstanding() const { return m_queue.size(); }

  void configure(const AxiCommon& common) {
    const auto random = [&common](AxiDraw draw) {
      return axi_random(common.settings.seed, draw, axi_reads);
    };
    m_ready = random(AxiDraw::Ready);
    m_valid = random(AxiDraw::Valid);
    m_order = random(AxiDraw::Order);
    m_latency = random(AxiDraw::Latency);
    m_error = random(AxiDraw::Error);
    m_noise = random(AxiDraw::Noise);
  }

  // Drops what is outstanding.
  void reset(const AxiCommon& common) {
    m_queue.clear();
    m_active = none;
    bench_channel& beat = r.in(*common.view);
    ar.in(*common.view).ready = 0;
    make_noise(beat);
    beat.valid = 0;
  }

  void open(const AxiCommon& common) {
    const uint64_t most = common.settings.outstanding_max;
    const bool has_room = most == 0 || m_queue.size() < most;
    ar.in(*common.view).ready = has_room && !m_ready.chance(common.settings.ar_pause) ? 1 : 0;
  }

  // Offers the next beat, if it is due, and its bytes are in the bucket.
  TokenGrant offer(AxiCommon& common, TokenBucket& bucket) {
    bench_channel& beat = r.in(*common.view);
    if (m_is_offering) return TokenGrant::Unasked;
    if (m_active == none) m_active = m_queue.choose(common.now, common.settings.order, m_order);
    const bool is_pausing = m_active != none && m_valid.chance(common.settings.r_pause);
    const bool is_due = m_active != none && !is_pausing;
    if (is_due && bucket.take(m_queue[m_active].burst.beat_bytes)) {
      fill(common, beat);
      return TokenGrant::Given;
    }
    if (beat.valid != 0) make_noise(beat);
    beat.valid = 0;
    if (!is_due) return TokenGrant::Unasked;
    counts.throttled_cycles += 1;
    return TokenGrant::Lacking;
  }

  // Returns whether a beat was transferred.
  bool sample(AxiCommon& common) {
    const bench_channel& address = ar.in(*common.view);
    if (address.valid != 0 && address.ready != 0) accept(common, address.words);
    const bench_channel& beat = r.in(*common.view);
    if (!m_is_offering || beat.ready == 0) return false;
    m_is_offering = false;
    Entry& entry = m_queue[m_active];
    const AxiSpan span = entry.burst.span(entry.beat);
    common.count(counts, axi_reads, entry.burst, span.address, span.bytes);
    entry.beat += 1;
    const bool is_done = entry.beat == entry.burst.beats;
    if (is_done) m_queue.remove(m_active);
    if (is_done || common.settings.order == axi_any_beat) m_active = none;
    return true;
  }

 private:
  struct Entry {
    AxiBurst burst;
    uint32_t id;
    uint64_t due;
    uint32_t beat;
    bool is_first;
  };

  static constexpr std::size_t none = AxiQueue<Entry>::none;

  void accept(AxiCommon& common, const uint32_t* item) {
    AxiBurst burst{ar, item, r.bytes(axi_data), false};
    const std::string fault = burst.fault();
    if (!fault.empty()) common.fault(burst.text() + " " + fault);
    burst.mend();
    counts.bursts += 1;
    const axi_settings& settings = common.settings;
    m_queue.push({burst, burst.id,
                  common.due(settings.read_latency, settings.latency_spread, m_latency), 0, false});
  }

  // Lanes that carry no byte of the beat are noise.
  void fill(AxiCommon& common, bench_channel& beat) {
    const Entry& entry = m_queue[m_active];
    const AxiSpan span = entry.burst.span(entry.beat);
    const uint32_t response = common.respond(axi_reads, entry.id, span, m_error);
    if (response != 0) counts.refused_beats += 1;
    if (response != 0 || span.bytes != r.bytes(axi_data)) make_noise(beat);
    if (response == 0) {
      common.bytes->read(span.address, span.bytes, r.bytes_of(axi_data, beat.words) + span.lane);
    }
    r.set(axi_id, beat.words, entry.id);
    r.set(axi_resp, beat.words, response);
    r.set(axi_last, beat.words, entry.beat + 1U == entry.burst.beats ? 1 : 0);
    beat.valid = 1;
    beat.is_changed = 1;
    m_is_offering = true;
  }

  // What is not on offer is noise, so that a design that reads it is found out.
  void make_noise(bench_channel& beat) {
    for (uint32_t word = 0; word < r.words(); ++word) {
      beat.words[word] = static_cast<uint32_t>(m_noise.next());
    }
    beat.is_changed = 1;
    m_is_offering = false;
  }

  AxiQueue<Entry> m_queue;
  std::size_t m_active = none;
  bool m_is_offering = false;
  Random m_ready{0};
  Random m_valid{0};
  Random m_order{0};
  Random m_latency{0};
  Random m_error{0};
  Random m_noise{0};
};

}  // namespace bench
