// One valid/ready stream and the bench's side of its handshake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "agent.h"
#include "design.hpp"
#include "failure_log.hpp"
#include "port.hpp"
#include "random.hpp"
#include "recording.hpp"
#include "stream_monitor.hpp"

namespace bench {

// A stream with its agent. An agent is silent until it is engaged: then it drives valid and the
// payload of a stream into the design, or ready of a stream out of it, and records transfers. Of a
// stream that an attached agent serves it only records them.
class Stream {
 public:
  Stream(const StreamInfo& info, Port valid, Port ready, Fields fields)
      : m_is_output{info.is_output},
        m_valid{valid},
        m_ready{ready},
        m_fields{std::move(fields)},
        m_item(m_fields.words()),
        m_transfers{m_fields.words()},
        m_monitor{info.name, m_fields.words()} {}

  uint32_t item_words() const { return m_fields.words(); }
  uint64_t pending() const { return m_queue.size() / item_words(); }
  Recording& transfers() { return m_transfers; }
  bool is_sent() const { return m_queue.empty(); }
  bool has_expected() const { return m_transfers.count() >= m_expected; }

  // Engages the agent; it pauses in `pause_share` of 65,536 cycles.
  void engage(uint32_t pause_share, uint64_t seed) {
    m_is_engaged = true;
    m_pause_share = pause_share;
    m_random = Random{seed};
  }

  void send(const uint32_t* words, uint64_t items) {
    m_is_engaged = true;
    m_queue.insert(m_queue.end(), words, words + items * item_words());
  }

  void expect(uint64_t items) { m_expected = items; }

  // From now on an attached agent drives the stream.
  void serve() { m_is_served = true; }

  // Sets what the attached agent sets.
  void put(bench_channel& channel) {
    if (m_is_output) {
      m_ready.set(channel.ready != 0U);
      return;
    }
    m_valid.set(channel.valid != 0U);
    if (channel.is_changed != 0U) m_fields.write(channel.words);
    channel.is_changed = 0U;
  }

  // Shows the attached agent the settled values just before the rising edge.
  void get(bench_channel& channel, bool in_reset) const {
    channel.valid = m_valid.is_set() ? 1U : 0U;
    channel.ready = m_ready.is_set() ? 1U : 0U;
    if (in_reset || !m_is_output || channel.valid == 0U || channel.ready == 0U) return;
    m_fields.read(channel.words);
  }

  // Sets the inputs of the coming cycle.
  void drive(bool in_reset) {
    if (!m_is_engaged || m_is_served) return;
    if (m_is_output) {
      m_ready.set(!in_reset && !m_random.chance(m_pause_share));
    } else if (!m_is_offering || in_reset) {
      offer(!in_reset && !m_queue.empty() && !m_random.chance(m_pause_share));
    }
  }

  // Looks at the settled values just before the rising edge.
  void sample(uint64_t cycle, bool in_reset, FailureLog& log) {
    const bool valid = m_valid.is_set();
    if (in_reset) {
      m_monitor.sample_in_reset(valid, log);
      return;
    }
    const bool ready = m_ready.is_set();
    m_monitor.sample(valid, ready, m_fields, log);
    if (!m_is_engaged || !valid || !ready) return;
    m_transfers.append(cycle, m_fields);
    if (m_is_offering) accept();
  }

 private:
  // The payload of an invalid cycle is noise, so that a design that reads it is found out.
  void offer(bool is_offering) {
    m_is_offering = is_offering;
    m_valid.set(is_offering);
    if (is_offering) {
      m_item.assign(m_queue.begin(), m_queue.begin() + items_to_words(1));
    } else {
      for (uint32_t& word : m_item) word = static_cast<uint32_t>(m_noise.next());
    }
    m_fields.write(m_item.data());
  }

  void accept() {
    m_queue.erase(m_queue.begin(), m_queue.begin() + items_to_words(1));
    m_is_offering = false;
  }

  std::ptrdiff_t items_to_words(uint64_t items) const {
    return static_cast<std::ptrdiff_t>(items * item_words());
  }

  bool m_is_output;
  Port m_valid;
  Port m_ready;
  Fields m_fields;
  bool m_is_engaged = false;
  bool m_is_served = false;
  bool m_is_offering = false;
  uint32_t m_pause_share = 0;
  Random m_random{0};
  Random m_noise{1};
  uint64_t m_expected = 0;
  std::deque<uint32_t> m_queue;
  std::vector<uint32_t> m_item;
  Recording m_transfers;
  StreamMonitor m_monitor;
};

}  // namespace bench
