import Foundation

/// How C++ is compiled. Measured on a 512-MAC array: clang -O2 gives 1,700 kHz, with the
/// instructions of the machine 3,300; -O3 takes longer and gives no more.
struct CompilerFlags {
  var toolchain: Toolchain
  var waveforms: Waveforms
  /// What the model counts.
  var coverPoints: [PropertySpec] = []
  var lineCoverage = LineCoverage.none
  var optimization = ModelOptimization.speed

  private var isCounting: Bool { !coverPoints.isEmpty || lineCoverage == .counted }

  private func common(_ level: String) -> [String] {
    let trace = waveforms == .none ? "0" : "1"
    return [
      "-std=c++17", level, "-fPIC", "-fvisibility=hidden", "-pthread", "-DVL_TIME_CONTEXT",
      "-DVM_COVERAGE=0", "-DVM_SC=0", "-DVM_TIMING=0", "-DVM_TRACE=\(trace)",
      "-DVM_TRACE_FST=\(trace)", "-DVM_TRACE_VCD=0", "-isystem", toolchain.include, "-isystem",
      toolchain.include + "/vltstd",
    ]
  }

  /// The runtime leaves what happens on $stop, $fatal and $finish to the bench.
  var runtime: [String] {
    common("-O2") + ["-w", "-DVL_USER_STOP", "-DVL_USER_FATAL", "-DVL_USER_FINISH", "-include"]
      + [BenchText.hooks.name]
  }

  var model: [String] {
    let native = Self.processor == nil ? [] : ["-march=native"]
    let level = optimization == .speed ? "-O2" : "-O0"
    let coverage = isCounting ? ["-DBENCH_COVERAGE"] : []
    return common(level) + native + coverage + ["-Wall", "-Wextra", "-Werror"]
  }

  /// What `runtime_hooks.hpp` does, where the headers of the runtime are read before it.
  var hooks: [String] { ["-DVL_PRINTF=bench_printf"] }

  /// Whatever is included from outside by the bench and by every model.
  var sharedHeaders: [String] {
    [
      "algorithm", "array", "cstdarg", "cstddef", "cstdint", "cstdio", "cstdlib", "cstring",
      "deque", "fstream", "memory", "mutex", "string", "string_view", "utility", "vector",
      "verilated.h",
    ] + (isCounting ? ["verilated_cov.h"] : [])
      + (waveforms == .none ? [] : ["verilated_fst_c.h"])
  }

  var link: [String] {
    var flags = ["-shared", "-pthread"]
    #if os(Linux)
      flags.append("-Wl,-z,defs")
    #endif
    guard waveforms == .fst else { return flags }
    let carriesLZ4 = FileManager.default.fileExists(atPath: toolchain.include + "/gtkwave/lz4.c")
    return flags + ["-lz"] + (carriesLZ4 ? [] : ["-llz4"])
  }

  /// What tells this processor from another; nil where it is not known, and then models are
  /// compiled for every processor of the architecture.
  static let processor: String? = {
    #if arch(x86_64) && os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
        return nil
      }
      let lines = text.split(separator: "\n")
      let marks = ["model name", "flags"]
      return marks.compactMap { mark in lines.first { $0.hasPrefix(mark) } }
        .joined(separator: "\n")
    #else
      return nil
    #endif
  }()
}
