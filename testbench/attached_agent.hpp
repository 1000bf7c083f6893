// An agent that was attached to some streams, and what it sees of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "agent.h"
#include "failure_log.hpp"
#include "stream.hpp"

namespace bench {

class AttachedAgent {
 public:
  // `streams` are indices into `all`, whose streams it serves from now on.
  AttachedAgent(const bench_agent& agent, std::vector<uint32_t> streams, std::vector<Stream>& all)
      : m_agent{agent}, m_streams{std::move(streams)}, m_channels(m_streams.size()) {
    std::size_t words = 0;
    for (const uint32_t stream : m_streams) words += all[stream].item_words();
    m_words.resize(words);
    uint32_t* next = m_words.data();
    for (std::size_t index = 0; index < m_streams.size(); ++index) {
      Stream& stream = all[m_streams[index]];
      stream.serve();
      m_channels[index].words = next;
      next += stream.item_words();
    }
  }

  // All its streams have one clock.
  uint32_t first_stream() const { return m_streams.front(); }

  void drive(uint64_t cycle, bool in_reset, std::vector<Stream>& all, FailureLog& log) {
    call(m_agent.drive, cycle, in_reset, log);
    for (std::size_t index = 0; index < m_streams.size(); ++index) {
      all[m_streams[index]].put(m_channels[index]);
    }
  }

  void sample(uint64_t cycle, bool in_reset, std::vector<Stream>& all, FailureLog& log) {
    for (std::size_t index = 0; index < m_streams.size(); ++index) {
      all[m_streams[index]].get(m_channels[index], in_reset);
    }
    call(m_agent.sample, cycle, in_reset, log);
  }

 private:
  template <class Function>
  void call(Function function, uint64_t cycle, bool in_reset, FailureLog& log) {
    const bench_view view{cycle, in_reset ? 1U : 0U, m_channels.data(), report, &log};
    function(m_agent.context, &view);
  }

  static void report(void* log, const char* text) {
    static_cast<FailureLog*>(log)->add(FailureKind::BusRule, text);
  }

  bench_agent m_agent;
  std::vector<uint32_t> m_streams;
  std::vector<bench_channel> m_channels;
  std::vector<uint32_t> m_words;
};

}  // namespace bench
