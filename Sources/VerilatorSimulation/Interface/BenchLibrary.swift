import CTestbench
import Foundation

/// The C interface of a built design, protocol 1 of testbench/README.md.
///
/// A library stays open for the life of the process: closing one would pull the code from under
/// the thread-local state of the Verilated runtime.
struct BenchLibrary: Sendable {
  typealias Handle = OpaquePointer
  typealias Words = UnsafePointer<UInt32>
  typealias MutableWords = UnsafeMutablePointer<UInt32>
  typealias Text = UnsafePointer<CChar>
  typealias Take =
    @Sendable @convention(c) (
      Handle, UInt32, UInt64, MutableWords?, UnsafeMutablePointer<UInt64>?
    ) -> UInt64

  let create: @Sendable @convention(c) (UInt32, UInt64) -> Handle?
  let destroy: @Sendable @convention(c) (Handle) -> Void
  let poke: @Sendable @convention(c) (Handle, UInt32, Words) -> Void
  let peek: @Sendable @convention(c) (Handle, UInt32, MutableWords) -> Void
  let cycle: @Sendable @convention(c) (Handle) -> UInt64
  let isFinished: @Sendable @convention(c) (Handle) -> UInt32
  let step: @Sendable @convention(c) (Handle, UInt64) -> UInt64
  let reset: @Sendable @convention(c) (Handle, UInt64) -> Void
  let setClock: @Sendable @convention(c) (Handle, UInt32, UInt64, UInt64) -> Void
  let run: @Sendable @convention(c) (Handle, UInt64, UInt32, UInt32, Words?) -> UInt32
  let streamWords: @Sendable @convention(c) (Handle, UInt32) -> UInt32
  let engage: @Sendable @convention(c) (Handle, UInt32, UInt32, UInt64) -> Void
  let send: @Sendable @convention(c) (Handle, UInt32, UInt64, Words) -> Void
  let pending: @Sendable @convention(c) (Handle, UInt32) -> UInt64
  let expect: @Sendable @convention(c) (Handle, UInt32, UInt64) -> Void
  let transferred: @Sendable @convention(c) (Handle, UInt32) -> UInt64
  let takeTransfers: Take
  let attach: @Sendable @convention(c) (Handle, UnsafePointer<bench_agent>, UInt32, Words) -> Void
  let tapWords: @Sendable @convention(c) (Handle, UInt32) -> UInt32
  let recorded: @Sendable @convention(c) (Handle, UInt32) -> UInt64
  let takeRecorded: Take
  let failureCount: @Sendable @convention(c) (Handle) -> UInt64
  let failuresKept: @Sendable @convention(c) (Handle) -> UInt64
  let failureCycle: @Sendable @convention(c) (Handle, UInt64) -> UInt64
  let failureKind: @Sendable @convention(c) (Handle, UInt64) -> UInt32
  let failureText: @Sendable @convention(c) (Handle, UInt64) -> Text
  let output: @Sendable @convention(c) (Handle) -> Text
  let clearOutput: @Sendable @convention(c) (Handle) -> Void
  let writeCoverage: @Sendable @convention(c) (Handle, Text) -> UInt32
  let traceOpen: @Sendable @convention(c) (Handle, Text, UInt64, UInt64, UInt32) -> UInt32
  let traceClose: @Sendable @convention(c) (Handle) -> Void

  /// - Throws: `SimulationError.cacheUnavailable` if the file is no library of this protocol.
  init(path: String) throws(SimulationError) {
    guard let image = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown reason"
      throw .cacheUnavailable("Cannot open \(path) (\(reason)); delete it and build again.")
    }
    let symbols = Symbols(path: path, image: image)
    create = try symbols["create"]
    destroy = try symbols["destroy"]
    poke = try symbols["poke"]
    peek = try symbols["peek"]
    cycle = try symbols["cycle"]
    isFinished = try symbols["is_finished"]
    step = try symbols["step"]
    reset = try symbols["reset"]
    setClock = try symbols["set_clock"]
    run = try symbols["run"]
    streamWords = try symbols["stream_words"]
    engage = try symbols["engage"]
    send = try symbols["send"]
    pending = try symbols["pending"]
    expect = try symbols["expect"]
    transferred = try symbols["transferred"]
    takeTransfers = try symbols["take_transfers"]
    attach = try symbols["attach"]
    tapWords = try symbols["tap_words"]
    recorded = try symbols["recorded"]
    takeRecorded = try symbols["take_recorded"]
    failureCount = try symbols["failure_count"]
    failuresKept = try symbols["failures_kept"]
    failureCycle = try symbols["failure_cycle"]
    failureKind = try symbols["failure_kind"]
    failureText = try symbols["failure_text"]
    output = try symbols["output"]
    clearOutput = try symbols["clear_output"]
    writeCoverage = try symbols["write_coverage"]
    traceOpen = try symbols["trace_open"]
    traceClose = try symbols["trace_close"]
  }
}

/// The functions of an open library.
private struct Symbols {
  var path: String
  var image: UnsafeMutableRawPointer

  /// The type that the caller assigns to is the function's C type.
  subscript<Function>(name: String) -> Function {
    get throws(SimulationError) {
      guard let address = dlsym(image, "bench_" + name) else {
        throw .cacheUnavailable(
          "The library \(path) has no function bench_\(name); delete it and build again.")
      }
      return unsafeBitCast(address, to: Function.self)
    }
  }
}
