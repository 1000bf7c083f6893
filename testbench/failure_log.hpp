// What went wrong in a simulation, and what the design printed; filled by the Verilated runtime
// through the context of the model, so that benches in other threads are not disturbed.
#pragma once

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "design.hpp"
#include "runtime_hooks.hpp"
#include "verilated.h"

namespace bench {

// Kind 4 is for the caller, who knows assumptions from claims.
enum class FailureKind : uint32_t { Design = 1, StreamRule = 2, Simulator = 3, BusRule = 5 };

struct Failure {
  uint64_t cycle;
  FailureKind kind;
  std::string text;
};

// Thrown where the model cannot go on, as in a combinational loop that does not settle.
struct ModelStopped {};

class FailureLog {
 public:
  // The first failures tell the story; the rest are only counted.
  static constexpr std::size_t kept_max = 64;
  static constexpr std::size_t output_bytes_max = 1U << 20U;

  const std::vector<Failure>& failures() const { return m_failures; }
  uint64_t count() const { return m_count; }
  const std::string& output() const { return m_output; }
  void clear_output() { m_output.clear(); }
  void set_cycle(uint64_t cycle) { m_cycle = cycle; }

  // Messages name a file without this folder.
  void hide(const std::string& folder) { m_hidden = folder; }

  void add(FailureKind kind, std::string text) {
    m_count += 1;
    if (m_failures.size() < kept_max) m_failures.push_back({m_cycle, kind, std::move(text)});
  }

  // Verilator prints the text of $error, $fatal and assertions, and then calls stop:
  // "[time] %Error: file.sv:12: Assertion failed in TOP.module: text".
  void print(std::string text) {
    const std::size_t start = m_hidden.empty() ? std::string::npos : text.find(m_hidden);
    if (start != std::string::npos) text.erase(start, m_hidden.size());
    for (const std::string mark : {"] %Error: ", "] %Fatal: "}) {
      const std::size_t at = text.find(mark);
      if (at != std::string::npos && text.front() == '[') m_error = text.substr(at + mark.size());
    }
    while (!m_error.empty() && m_error.back() == '\n') m_error.pop_back();
    const std::string scope = std::string{" in "} + top_scope;
    const std::size_t at = m_error.find(scope);
    if (at != std::string::npos) m_error.replace(at, scope.size(), " in ");
    if (m_output.size() + text.size() <= output_bytes_max) m_output += text;
  }

  void stop(const char* file, int line) {
    if (m_error.empty()) m_error = place(file, line) + ": $stop";
    add(FailureKind::Design, std::exchange(m_error, std::string{}));
  }

  [[noreturn]] void fatal(const char* file, int line, const char* message) {
    add(FailureKind::Simulator, place(file, line) + ": " + message);
    throw ModelStopped{};
  }

 private:
  std::string place(const char* file, int line) const {
    std::string name = file == nullptr ? "" : file;
    if (!m_hidden.empty() && name.rfind(m_hidden, 0) == 0) name.erase(0, m_hidden.size());
    return name + ":" + std::to_string(line);
  }

  uint64_t m_cycle = 0;
  uint64_t m_count = 0;
  std::vector<Failure> m_failures;
  std::string m_error;
  std::string m_hidden;
  std::string m_output;
};

// The Verilated context of one bench, with its log.
class Context final : public VerilatedContext {
 public:
  FailureLog log;
  static FailureLog& current_log() {
    return static_cast<Context*>(Verilated::threadContextp())->log;
  }
};

}  // namespace bench

inline int bench_vprintf(const char* format, std::va_list arguments) {
  std::va_list measured;
  va_copy(measured, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, measured);
  va_end(measured);
  if (length <= 0) return length;
  std::string text(static_cast<std::size_t>(length) + 1U, '\0');
  std::vsnprintf(text.data(), text.size(), format, arguments);
  text.pop_back();
  bench::Context::current_log().print(text);
  return length;
}

int bench_printf(const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  const int length = bench_vprintf(format, arguments);
  va_end(arguments);
  return length;
}

// The runtime is built with VL_USER_FINISH, VL_USER_STOP and VL_USER_FATAL: these take its place,
// and nothing in a design ends the process.
void vl_finish(const char* /*file*/, int /*line*/, const char* /*scope*/) {
  Verilated::threadContextp()->gotFinish(true);
}

void vl_stop(const char* file, int line, const char* /*scope*/) {
  bench::Context::current_log().stop(file, line);
}

void vl_fatal(const char* file, int line, const char* /*scope*/, const char* message) {
  bench::Context::current_log().fatal(file, line, message);
}
