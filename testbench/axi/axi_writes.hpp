// The channels AW, W and B.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "axi_common.hpp"
#include "axi_queue.hpp"

namespace bench {

class AxiWrites {
 public:
  AxiChannel aw;
  AxiChannel w;
  AxiChannel b;
  axi_counts counts{};

  bool exists() const { return aw.exists(); }
  uint64_t incomplete() const { return m_bursts.size(); }
  uint64_t responses() const { return m_responses.size(); }
  uint64_t early_beats() const { return m_early_count; }

  // Whether a beat that came before this cycle waits to be accepted.
  bool is_waiting() const { return m_is_waiting; }

  void configure(const AxiCommon& common) {
    const auto random = [&common](AxiDraw draw) {
      return axi_random(common.settings.seed, draw, axi_writes);
    };
    m_ready = random(AxiDraw::Ready);
    m_valid = random(AxiDraw::Valid);
    m_order = random(AxiDraw::Order);
    m_latency = random(AxiDraw::Latency);
    m_error = random(AxiDraw::Error);
    m_noise = random(AxiDraw::Noise);
    m_is_paid = false;
  }

  // Drops what is outstanding.
  void reset(const AxiCommon& common) {
    m_bursts.clear();
    m_responses.clear();
    m_early.clear();
    m_early_count = 0;
    m_is_waiting = false;
    m_is_paid = false;
    aw.in(*common.view).ready = 0;
    w.in(*common.view).ready = 0;
    bench_channel& response = b.in(*common.view);
    make_noise(response);
    response.valid = 0;
  }

  // Is ready for an address, and for a beat if its bytes are in the bucket. Those of a beat that
  // waits are taken at once.
  TokenGrant open(const AxiCommon& common, TokenBucket& bucket) {
    const axi_settings& settings = common.settings;
    const uint64_t open_writes = m_bursts.size() + m_responses.size();
    const uint64_t most = settings.outstanding_max;
    const bool has_room = most == 0 || open_writes < most;
    aw.in(*common.view).ready = has_room && !m_ready.chance(settings.aw_pause) ? 1 : 0;
    bench_channel& beat = w.in(*common.view);
    beat.ready = 0;
    m_lacks_bytes = false;
    const bool is_early = m_bursts.empty();
    const auto early = static_cast<int64_t>(m_early_count);
    const int64_t early_max = settings.early_beats_max;
    if (is_early && early_max >= 0 && early >= early_max) return TokenGrant::Unasked;
    if (m_ready.chance(settings.w_pause)) return TokenGrant::Unasked;
    if (m_is_waiting && !m_is_paid) m_is_paid = bucket.take(beat_bytes());
    m_lacks_bytes = !m_is_paid && !bucket.holds(beat_bytes());
    beat.ready = m_lacks_bytes ? 0 : 1;
    if (!m_is_waiting) return TokenGrant::Unasked;
    return m_lacks_bytes ? TokenGrant::Lacking : TokenGrant::Given;
  }

  void offer(const AxiCommon& common) {
    bench_channel& response = b.in(*common.view);
    if (m_is_offering) return;
    m_active = m_responses.choose(common.now, common.settings.order, m_order);
    if (m_active != none && !m_valid.chance(common.settings.b_pause)) {
      fill(response);
      return;
    }
    if (response.valid != 0) make_noise(response);
    response.valid = 0;
  }

  // Returns whether a beat was transferred.
  bool sample(AxiCommon& common, TokenBucket& bucket) {
    const bench_channel& response = b.in(*common.view);
    if (m_is_offering && response.ready != 0) {
      m_is_offering = false;
      m_responses.remove(m_active);
    }
    const bench_channel& beat = w.in(*common.view);
    const bool is_transferred = beat.valid != 0 && beat.ready != 0;
    if (is_transferred && !m_is_paid) bucket.take(beat_bytes());
    m_is_waiting = beat.valid != 0 && beat.ready == 0;
    if (m_is_waiting && m_lacks_bytes) counts.throttled_cycles += 1;
    if (is_transferred) m_is_paid = false;
    const bench_channel& address = aw.in(*common.view);
    if (address.valid != 0 && address.ready != 0) accept(common, address.words);
    write_early_beats(common);
    if (is_transferred && m_bursts.empty()) {
      m_early.insert(m_early.end(), beat.words, beat.words + w.words());
      m_early_count += 1;
    } else if (is_transferred) {
      write_beat(common, beat.words);
    }
    return is_transferred;
  }

 private:
  struct Burst {
    AxiBurst burst;
    uint32_t beat;
    uint32_t response;
  };

  struct Response {
    uint32_t id;
    uint64_t due;
    uint32_t response;
    bool is_first;
  };

  static constexpr std::size_t none = AxiQueue<Response>::none;

  // What the bucket gives for the next beat: of one before its address, those of the bus.
  uint64_t beat_bytes() const {
    return m_bursts.empty() ? w.bytes(axi_data) : m_bursts.front().burst.beat_bytes;
  }

  void accept(AxiCommon& common, const uint32_t* item) {
    AxiBurst burst{aw, item, w.bytes(axi_data), true};
    const std::string fault = burst.fault();
    if (!fault.empty()) common.fault(burst.text() + " " + fault);
    burst.mend();
    counts.bursts += 1;
    m_bursts.push_back({burst, 0, 0});
  }

  void write_early_beats(AxiCommon& common) {
    const auto words = static_cast<std::ptrdiff_t>(w.words());
    while (m_early_count != 0 && !m_bursts.empty()) {
      m_beat.assign(m_early.begin(), m_early.begin() + words);
      m_early.erase(m_early.begin(), m_early.begin() + words);
      m_early_count -= 1;
      write_beat(common, m_beat.data());
    }
  }

  // Writes the next beat of the first burst.
  void write_beat(AxiCommon& common, const uint32_t* item) {
    Burst& burst = m_bursts.front();
    const AxiSpan span = burst.burst.span(burst.beat);
    check(common, burst, span, item);
    const uint32_t response = common.respond(axi_writes, burst.burst.id, span, m_error);
    if (response != 0) counts.refused_beats += 1;
    if (burst.response == 0) burst.response = response;
    const uint32_t used = store(common, span, item, response == 0);
    common.count(counts, axi_writes, burst.burst, span.address, used);
    burst.beat += 1;
    if (burst.beat != burst.burst.beats) return;
    const axi_settings& settings = common.settings;
    const uint64_t due = common.due(settings.write_latency, settings.latency_spread, m_latency);
    m_responses.push({burst.burst.id, due, burst.response, false});
    m_bursts.pop_front();
  }

  void check(const AxiCommon& common, const Burst& burst, const AxiSpan& span,
             const uint32_t* item) const {
    const bool is_last = burst.beat + 1U == burst.burst.beats;
    const bool says_last = w.get(axi_last, item, is_last ? 1 : 0) != 0;
    const std::string fault = is_last == says_last ? strobe_fault(span, item)
                              : is_last            ? "is its last and has last at 0"
                                                   : "is not its last and has last at 1";
    if (fault.empty()) return;
    common.fault("beat " + std::to_string(burst.beat + 1U) + " of " + burst.burst.text() + " " +
                 fault);
  }

  std::string strobe_fault(const AxiSpan& span, const uint32_t* item) const {
    if (span.bytes == w.bytes(axi_data)) return {};
    for (uint32_t lane = 0; lane < w.bytes(axi_data); ++lane) {
      if ((lane >= span.lane && lane - span.lane < span.bytes) ||
          strobed_from(lane, item) == 0) {
        continue;
      }
      return "has strobe " + std::to_string(lane) + " at 1, outside of its bytes";
    }
    return {};
  }

  // Writes the bytes that the strobes choose, run by run, and returns how many they are.
  uint32_t store(const AxiCommon& common, const AxiSpan& span, const uint32_t* item,
                 bool is_written) const {
    const uint8_t* const data = w.bytes_of(axi_data, item) + span.lane;
    uint32_t count = 0;
    uint32_t first = 0;
    while (first < span.bytes) {
      uint32_t past = first;
      while (past < span.bytes) {
        const uint32_t strobed = strobed_from(span.lane + past, item);
        if (strobed == 0) break;
        past = std::min(past + strobed, span.bytes);
      }
      if (past != first && is_written) {
        common.bytes->write(span.address + first, past - first, data + first);
      }
      count += past - first;
      first = past + 1;
    }
    return count;
  }

  // How many lanes from this one on have their strobe at 1, as far as one look tells.
  uint32_t strobed_from(uint32_t lane, const uint32_t* item) const {
    if (!w.has(axi_strb)) return w.bytes(axi_data);
    const uint32_t strobes = w.bytes_of(axi_strb, item)[lane / 8U];
    if (lane % 8U == 0 && strobes == 0xFF) return 8;
    return strobes >> (lane % 8U) & 1U;
  }

  void fill(bench_channel& response) {
    const Response& entry = m_responses[m_active];
    b.set(axi_id, response.words, entry.id);
    b.set(axi_resp, response.words, entry.response);
    response.valid = 1;
    response.is_changed = 1;
    m_is_offering = true;
  }

  void make_noise(bench_channel& response) {
    for (uint32_t word = 0; word < b.words(); ++word) {
      response.words[word] = static_cast<uint32_t>(m_noise.next());
    }
    response.is_changed = 1;
    m_is_offering = false;
  }

  std::deque<Burst> m_bursts;
  AxiQueue<Response> m_responses;
  std::size_t m_active = none;
  bool m_is_offering = false;
  // The beats that were accepted and not written, as items one behind the other.
  std::deque<uint32_t> m_early;
  uint64_t m_early_count = 0;
  std::vector<uint32_t> m_beat;
  bool m_is_waiting = false;
  // Whether the bucket has given the bytes of the beat that waits.
  bool m_is_paid = false;
  // Whether a beat is not accepted in this cycle for nothing but the bucket.
  bool m_lacks_bytes = false;
  Random m_ready{0};
  Random m_valid{0};
  Random m_order{0};
  Random m_latency{0};
  Random m_error{0};
  Random m_noise{0};
};

}  // namespace bench
