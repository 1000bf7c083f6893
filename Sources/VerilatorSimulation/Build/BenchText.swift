/// The C++ test bench. Its files are embedded in the library, so that it builds designs from any
/// working directory, as a dependency of another package, and after it was installed.
enum BenchText {
  static let files = [
    SourceFile(name: "agent.h", bytes: PackageResources.agent_h),
    SourceFile(name: "attached_agent.hpp", bytes: PackageResources.attached_agent_hpp),
    SourceFile(name: "bench.hpp", bytes: PackageResources.bench_hpp),
    SourceFile(name: "clock.hpp", bytes: PackageResources.clock_hpp),
    SourceFile(name: "coverage.hpp", bytes: PackageResources.coverage_hpp),
    SourceFile(name: "data.hpp", bytes: PackageResources.data_hpp),
    SourceFile(name: "design.hpp", bytes: PackageResources.design_hpp),
    SourceFile(name: "failure_log.hpp", bytes: PackageResources.failure_log_hpp),
    SourceFile(name: "interface.hpp", bytes: PackageResources.interface_hpp),
    SourceFile(name: "model_repairs.hpp", bytes: PackageResources.model_repairs_hpp),
    SourceFile(name: "port.hpp", bytes: PackageResources.port_hpp),
    SourceFile(name: "random.hpp", bytes: PackageResources.random_hpp),
    SourceFile(name: "recording.hpp", bytes: PackageResources.recording_hpp),
    hooks,
    SourceFile(name: "stream.hpp", bytes: PackageResources.stream_hpp),
    SourceFile(name: "stream_monitor.hpp", bytes: PackageResources.stream_monitor_hpp),
    SourceFile(name: "tap.hpp", bytes: PackageResources.tap_hpp),
    SourceFile(name: "waveform.hpp", bytes: PackageResources.waveform_hpp),
  ]

  /// The file that the Verilated runtime is compiled with.
  static let hooks = SourceFile(
    name: "runtime_hooks.hpp", bytes: PackageResources.runtime_hooks_hpp)
}

extension SourceFile {
  fileprivate init(name: String, bytes: [UInt8]) {
    self.init(name: name, text: String(decoding: bytes, as: UTF8.self))
  }
}
