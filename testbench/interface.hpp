// The C interface of the shared library that is built for each design; README.md beside this file
// describes it. Callers check their arguments: an index or a pointer is trusted here.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "bench.hpp"

// The generated description of the design precedes this file.
using DesignBench = bench::Bench<Design>;

#define BENCH_API extern "C" __attribute__((visibility("default")))

struct bench_handle {
  bench_handle(int fill, uint64_t seed) : bench{fill, seed} {}
  DesignBench bench;
};

BENCH_API uint32_t bench_protocol() { return 1; }
BENCH_API const char* bench_design() { return Design::name; }

// The tables.

BENCH_API uint32_t bench_port_count() { return static_cast<uint32_t>(Design::ports.size()); }
BENCH_API const char* bench_port_name(uint32_t port) { return Design::ports[port].name; }
BENCH_API uint32_t bench_port_width(uint32_t port) { return Design::ports[port].width_bits; }
BENCH_API uint32_t bench_port_is_signed(uint32_t port) { return Design::ports[port].is_signed; }
BENCH_API uint32_t bench_port_is_output(uint32_t port) { return Design::ports[port].is_output; }
BENCH_API uint32_t bench_stream_count() { return static_cast<uint32_t>(Design::streams.size()); }
BENCH_API const char* bench_stream_name(uint32_t stream) { return Design::streams[stream].name; }
BENCH_API uint32_t bench_tap_count() { return static_cast<uint32_t>(Design::taps.size()); }
BENCH_API const char* bench_tap_name(uint32_t tap) { return Design::taps[tap].name; }

// Life.

BENCH_API bench_handle* bench_create(uint32_t fill, uint64_t seed) {
  static std::mutex creation;
  const std::lock_guard<std::mutex> lock{creation};
  return std::make_unique<bench_handle>(static_cast<int>(fill), seed).release();
}

BENCH_API void bench_destroy(bench_handle* handle) {
  const std::unique_ptr<bench_handle> owner{handle};
}

// Ports and time.

BENCH_API void bench_poke(bench_handle* handle, uint32_t port, const uint32_t* words) {
  handle->bench.poke(port, words);
}

BENCH_API void bench_peek(bench_handle* handle, uint32_t port, uint32_t* words) {
  handle->bench.peek(port, words);
}

BENCH_API uint64_t bench_cycle(const bench_handle* handle) { return handle->bench.cycle(); }

BENCH_API uint32_t bench_is_finished(const bench_handle* handle) {
  return handle->bench.is_finished() ? 1 : 0;
}

BENCH_API uint64_t bench_step(bench_handle* handle, uint64_t cycles) {
  return handle->bench.step(cycles);
}

BENCH_API void bench_reset(bench_handle* handle, uint64_t cycles) { handle->bench.reset(cycles); }

BENCH_API void bench_set_clock(bench_handle* handle, uint32_t clock, uint64_t period,
                               uint64_t phase) {
  handle->bench.set_clock(clock, period, phase);
}

BENCH_API uint32_t bench_run(bench_handle* handle, uint64_t cycles_max, uint32_t goal,
                             uint32_t port, const uint32_t* words) {
  return static_cast<uint32_t>(
      handle->bench.run(cycles_max, static_cast<bench::Goal>(goal), port, words));
}

// Streams.

BENCH_API uint32_t bench_stream_words(bench_handle* handle, uint32_t stream) {
  return handle->bench.stream(stream).item_words();
}

BENCH_API void bench_engage(bench_handle* handle, uint32_t stream, uint32_t pause_share,
                            uint64_t seed) {
  handle->bench.stream(stream).engage(pause_share, seed);
}

BENCH_API void bench_send(bench_handle* handle, uint32_t stream, uint64_t items,
                          const uint32_t* words) {
  handle->bench.stream(stream).send(words, items);
}

BENCH_API uint64_t bench_pending(bench_handle* handle, uint32_t stream) {
  return handle->bench.stream(stream).pending();
}

BENCH_API void bench_expect(bench_handle* handle, uint32_t stream, uint64_t items) {
  handle->bench.stream(stream).expect(items);
}

BENCH_API uint64_t bench_transferred(bench_handle* handle, uint32_t stream) {
  return handle->bench.stream(stream).transfers().count();
}

BENCH_API uint64_t bench_take_transfers(bench_handle* handle, uint32_t stream, uint64_t items,
                                        uint32_t* words, uint64_t* cycles) {
  return handle->bench.stream(stream).transfers().take(items, words, cycles);
}

BENCH_API void bench_attach(bench_handle* handle, const bench_agent* agent, uint32_t count,
                            const uint32_t* streams) {
  handle->bench.attach(*agent, {streams, streams + count});
}

// Taps.

BENCH_API uint32_t bench_tap_words(bench_handle* handle, uint32_t tap) {
  return handle->bench.tap(tap).item_words();
}

BENCH_API uint64_t bench_recorded(bench_handle* handle, uint32_t tap) {
  return handle->bench.tap(tap).recording().count();
}

BENCH_API uint64_t bench_take_recorded(bench_handle* handle, uint32_t tap, uint64_t items,
                                       uint32_t* words, uint64_t* cycles) {
  return handle->bench.tap(tap).recording().take(items, words, cycles);
}

// Failures and output.

BENCH_API uint64_t bench_failure_count(bench_handle* handle) {
  return handle->bench.log().count();
}

BENCH_API uint64_t bench_failures_kept(bench_handle* handle) {
  return handle->bench.log().failures().size();
}

BENCH_API uint64_t bench_failure_cycle(bench_handle* handle, uint64_t index) {
  return handle->bench.log().failures()[index].cycle;
}

BENCH_API uint32_t bench_failure_kind(bench_handle* handle, uint64_t index) {
  return static_cast<uint32_t>(handle->bench.log().failures()[index].kind);
}

BENCH_API const char* bench_failure_text(bench_handle* handle, uint64_t index) {
  return handle->bench.log().failures()[index].text.c_str();
}

BENCH_API const char* bench_output(bench_handle* handle) {
  return handle->bench.log().output().c_str();
}

BENCH_API void bench_clear_output(bench_handle* handle) { handle->bench.log().clear_output(); }

// Cover points.

BENCH_API uint32_t bench_write_coverage(bench_handle* handle, const char* path) {
  return static_cast<uint32_t>(handle->bench.write_coverage(path));
}

// Waveforms.

BENCH_API uint32_t bench_trace_is_built() { return bench::Waveform::is_built ? 1 : 0; }

BENCH_API uint32_t bench_trace_open(bench_handle* handle, const char* path, uint64_t first_cycle,
                                    uint64_t past_cycle, uint32_t depth) {
  return handle->bench.open_waveform(path, first_cycle, past_cycle, depth) ? 1 : 0;
}

BENCH_API void bench_trace_close(bench_handle* handle) { handle->bench.close_waveform(); }
