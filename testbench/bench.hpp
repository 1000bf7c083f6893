// A design with its clocks, resets, streams and taps. The order of things in a cycle is written
// here and nowhere else:
//
//   agents set the inputs; clk = 0; evaluate; sample streams and taps; clk = 1; evaluate.
//
// Attached agents come after those of single streams, in both places.
//
// So inputs change after a rising edge, and outputs are sampled before the next. Cycle n is the
// one that ends with the n-th rising edge, counted from 0 at creation. With several clocks, a cycle
// is a tick of time: those that have an edge in it rise together, and only the streams and taps of
// their domains take part. Without a clock, a cycle evaluates the inputs, and no more.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attached_agent.hpp"
#include "clock.hpp"
#include "coverage.hpp"
#include "design.hpp"
#include "failure_log.hpp"
#include "port.hpp"
#include "stream.hpp"
#include "tap.hpp"
#include "waveform.hpp"

namespace bench {

enum class RunEnd : uint32_t { Reached = 0, Limit = 1, Failed = 2, Finished = 3 };

enum class Goal : uint32_t { PortValue = 0, Quiet = 1, Finish = 2, Expected = 3 };

template <class Design>
class Bench {
 public:
  // `fill` is the content of registers and memories that the design does not initialise:
  // 0 for zeros, 1 for ones, 2 for random bits from the seed.
  Bench(int fill, uint64_t seed) {
    enter();
    m_context.randReset(fill);
    m_context.randSeed(static_cast<int>(seed % INT32_MAX) + 1);
    m_context.traceEverOn(Waveform::is_built);
    m_model = std::make_unique<typename Design::Model>(&m_context, model_name);
    m_ports = Design::bind(*m_model);
    clear_inputs();
    assert_resets();
    for (const StreamInfo& info : Design::streams) {
      m_streams.emplace_back(info, m_ports[info.valid], m_ports[info.ready], fields_of(info));
    }
    for (const TapInfo& info : Design::taps) {
      m_taps.emplace_back(m_ports[info.valid], fields_of(info));
    }
  }

  ~Bench() {
    enter();
    m_waveform.close();
    if (!m_is_dead) m_model->final();
  }

  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  uint64_t cycle() const { return m_cycle; }
  bool is_finished() const { return m_context.gotFinish(); }
  Stream& stream(uint32_t index) { return m_streams[index]; }
  Tap& tap(uint32_t index) { return m_taps[index]; }
  FailureLog& log() { return m_context.log; }

  void poke(uint32_t port, const uint32_t* words) {
    m_ports[port].write(words);
    m_is_settled = false;
  }

  // The value that the port has with the present inputs.
  void peek(uint32_t port, uint32_t* words) {
    settle();
    m_ports[port].read(words);
  }

  // Runs `cycles` cycles, or fewer: it ends after a cycle with a failure or $finish.
  uint64_t step(uint64_t cycles) {
    const uint64_t start = m_cycle;
    while (m_cycle - start < cycles && advance()) continue;
    return m_cycle - start;
  }

  RunEnd run(uint64_t cycles_max, Goal goal, uint32_t port, const uint32_t* words) {
    const uint64_t start = m_cycle;
    while (!is_reached(goal, port, words)) {
      if (m_cycle - start >= cycles_max) return RunEnd::Limit;
      if (advance()) continue;
      if (is_finished()) return goal == Goal::Finish ? RunEnd::Reached : RunEnd::Finished;
      return RunEnd::Failed;
    }
    return RunEnd::Reached;
  }

  // Holds all domains in reset for so many cycles of the slowest clock.
  void reset(uint64_t cycles) {
    uint64_t slowest = 1;
    for (const Clock& clock : m_clocks) slowest = std::max(slowest, clock.period());
    assert_resets();
    for (uint64_t count = 0; count < cycles * slowest; ++count) advance();
    release_resets();
  }

  // The agent serves streams of one clock, one or more, from the coming cycle on.
  void attach(const bench_agent& agent, std::vector<uint32_t> streams) {
    m_agents.emplace_back(agent, std::move(streams), m_streams);
  }

  void set_clock(uint32_t clock, uint64_t period, uint64_t phase) {
    m_clocks[clock].set(period, phase, m_cycle);
  }

  bool open_waveform(const char* path, uint64_t first, uint64_t past, uint32_t depth) {
    enter();
    return m_waveform.open(*m_model, path, first, past, depth);
  }

  void close_waveform() { m_waveform.close(); }

  CoverageOutcome write_coverage(const char* path) {
    enter();
    return bench::write_coverage(m_context, path);
  }

 private:
  // The fill reaches the inputs too, where it has no business.
  void clear_inputs() {
    for (std::size_t port = 0; port < m_ports.size(); ++port) {
      if (Design::ports[port].is_output) continue;
      const std::vector<uint32_t> zeros(m_ports[port].words());
      m_ports[port].write(zeros.data());
    }
  }

  template <class Info>
  Fields fields_of(const Info& info) {
    std::vector<Port> ports;
    for (uint32_t index = 0; index < info.field_count; ++index) {
      ports.push_back(m_ports[Design::fields[info.first_field + index]]);
    }
    return Fields{std::move(ports)};
  }

  // The Verilated runtime finds its context through the thread.
  void enter() { Verilated::threadContextp(&m_context); }

  void assert_resets() {
    for (const ClockInfo& info : Design::clocks) {
      if (info.reset != no_port) poke(info.reset, &info.reset_level);
    }
  }

  void release_resets() {
    for (const ClockInfo& info : Design::clocks) {
      const uint32_t level = 1U - info.reset_level;
      if (info.reset != no_port) poke(info.reset, &level);
    }
  }

  bool in_reset(uint32_t clock) const {
    const ClockInfo& info = Design::clocks[clock];
    return info.reset != no_port && m_ports[info.reset].is_set() == (info.reset_level == 1U);
  }

  // False if the cycle could not be run, or brought a failure or $finish.
  bool advance() {
    if (m_is_dead || is_finished()) return false;
    const uint64_t failures = log().count();
    for (std::size_t index = 0; index < m_clocks.size(); ++index) {
      m_in_reset[index] = in_reset(static_cast<uint32_t>(index));
    }
    for (std::size_t index = 0; index < m_streams.size(); ++index) {
      const uint32_t clock = Design::streams[index].clock;
      if (m_clocks[clock].has_edge()) m_streams[index].drive(m_in_reset[clock]);
    }
    for (AttachedAgent& agent : m_agents) {
      const uint32_t clock = clock_of(agent);
      if (m_clocks[clock].has_edge()) agent.drive(m_cycle, m_in_reset[clock], m_streams, log());
    }
    half_cycle(false);
    for (std::size_t index = 0; index < m_streams.size(); ++index) {
      const uint32_t clock = Design::streams[index].clock;
      if (m_clocks[clock].has_edge()) m_streams[index].sample(m_cycle, m_in_reset[clock], log());
    }
    for (AttachedAgent& agent : m_agents) {
      const uint32_t clock = clock_of(agent);
      if (m_clocks[clock].has_edge()) agent.sample(m_cycle, m_in_reset[clock], m_streams, log());
    }
    for (std::size_t index = 0; index < m_taps.size(); ++index) {
      const uint32_t clock = Design::taps[index].clock;
      if (m_clocks[clock].has_edge() && !m_in_reset[clock]) m_taps[index].sample(m_cycle);
    }
    half_cycle(true);
    for (Clock& clock : m_clocks) clock.advance();
    m_cycle += 1;
    log().set_cycle(m_cycle);
    return log().count() == failures && !is_finished();
  }

  static uint32_t clock_of(const AttachedAgent& agent) {
    return Design::streams[agent.first_stream()].clock;
  }

  void half_cycle(bool is_high) {
    const uint64_t time = m_cycle * 10U + (is_high ? 5U : 0U);
    m_context.time(time);
    for (std::size_t index = 0; index < m_clocks.size(); ++index) {
      m_ports[Design::clocks[index].clock].set(is_high && m_clocks[index].has_edge());
    }
    evaluate();
    m_waveform.dump(m_cycle, time);
  }

  void evaluate() {
    if (m_is_dead) return;
    enter();
    try {
      m_model->eval();
    } catch (const ModelStopped&) {
      m_is_dead = true;
    }
    m_is_settled = true;
  }

  void settle() {
    if (!m_is_settled) evaluate();
  }

  bool is_reached(Goal goal, uint32_t port, const uint32_t* words) {
    switch (goal) {
      case Goal::PortValue:
        m_peeked.resize(m_ports[port].words());
        peek(port, m_peeked.data());
        return std::equal(m_peeked.begin(), m_peeked.end(), words);
      case Goal::Quiet:
        return all_streams([](const Stream& s) { return s.is_sent() && s.has_expected(); });
      case Goal::Finish: return is_finished();
      case Goal::Expected: return all_streams([](const Stream& s) { return s.has_expected(); });
    }
    return true;
  }

  template <class Claim>
  bool all_streams(Claim claim) const {
    return std::all_of(m_streams.begin(), m_streams.end(), claim);
  }

  Context m_context;
  std::unique_ptr<typename Design::Model> m_model;
  std::vector<Port> m_ports;
  std::array<Clock, Design::clocks.size()> m_clocks;
  std::array<bool, Design::clocks.size()> m_in_reset{};
  std::vector<Stream> m_streams;
  std::vector<Tap> m_taps;
  std::vector<AttachedAgent> m_agents;
  std::vector<uint32_t> m_peeked;
  Waveform m_waveform;
  uint64_t m_cycle = 0;
  bool m_is_settled = false;
  bool m_is_dead = false;
};

}  // namespace bench
