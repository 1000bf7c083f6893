import Foundation
import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// Runs circuits in Icarus Verilog, one run for a batch. It knows four states, so what depends on
/// state that nothing sets shows.
public struct IcarusExecutor: Executor {
  public let name = "Icarus"
  private let warnings: LintWarnings

  /// - Parameter warnings: whether a warning of Icarus refuses the batch.
  public init(warnings: LintWarnings = .fatal) {
    self.warnings = warnings
  }

  /// Whether its programs are installed.
  public static var isInstalled: Bool { HostTool.areInstalled("iverilog", "vvp") }

  public func run(_ cases: [FuzzCase]) async throws -> [Trace] {
    let batch = Batch(cases, spelling: \.forIcarus)
    return try await HostTool.withFolder { folder in
      if warnings == .fatal { try await Self.read(batch.files, in: folder) }
      try Program.write(batch.files.map { ($0.name, Self.started($0.text)) }, to: folder)
      return try await Self.run(cases, batch, .hierarchical, batch.files.map(\.name), in: folder)
    }
  }

  /// Reads the text as it is emitted.
  ///
  /// - Throws: what Icarus says of it, if anything.
  private static func read(_ files: [EmittedFile], in folder: String) async throws {
    try Program.write(files.map { ($0.name, $0.text) }, to: folder)
    let names = files.map(\.name)
    try await Program.runSilently(
      "iverilog", ["-g2012", "-Wall", "-t", "null"] + names, of: names, in: folder)
  }

  /// In Icarus 11 all blocks `always_comb` hang on one event for their start at time 0, in a way
  /// that each also wakes up others: three in a chain that have defaults run in circles for ever.
  /// A block `always @*` does not start of itself, so it is made to wait for the bench, too.
  private static func started(_ text: String) -> String {
    text.replacing(
      "always_comb begin", with: "always @* begin if (\(IcarusBench.topName).is_started) ;")
  }

  /// Runs files that lie in `folder` under a bench.
  static func run(
    _ cases: [FuzzCase], _ batch: Batch, _ scopes: IcarusBench.Scopes, _ files: [String],
    in folder: String
  ) async throws -> [Trace] {
    let bench = IcarusBench(cases, batch, scopes)
    try Program.write([("bench.sv", bench.text)], to: folder)
    try Program.write(
      cases.indices.map { (IcarusBench.stimulusName($0), bench.stimulus($0)) }, to: folder)
    _ = try await Program.run(
      "iverilog",
      ["-g2012", "-s", IcarusBench.topName, "-o", "bench", "bench.sv"] + files, in: folder)
    let output = try await Program.run(
      "vvp", ["-n", "bench"], in: folder, limit: .seconds(20 + cases.count))
    let trace = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + IcarusBench.traceName))
    var traces = TraceText(trace).traces(cases)
    for failure in ClaimText.failures(in: output.text) {
      for index in cases.indices
      where failure.text.contains("." + Batch.instance(index) + ".") {
        traces[index].failures.append(failure)
      }
    }
    return traces
  }
}
