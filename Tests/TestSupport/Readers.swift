import Foundation
import Testing

/// Whether readers see the claims of emitted text.
public enum ClaimReading: Sendable, CaseIterable {
  case read
  /// As in synthesis.
  case leftOut
}

/// Expects that the five readers of emitted text, as far as they are installed, take it without a
/// word.
public func expectSilence(
  of files: [(name: String, text: String)], top: String, claims: ClaimReading = .read,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let names = files.map(\.name)
  let slang = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/slang.py")
  // Yosys defines SYNTHESIS unless it proves.
  let mode = claims == .read ? "-formal " : ""
  let read = "read_verilog -sv \(mode)\(names.joined(separator: " "))"
  let define = claims == .read ? "-DCLAIMS" : "-DSYNTHESIS"
  var runs: [(tool: Tool, arguments: [String])] = [
    (.verilator, ["--lint-only", "-Wall", define, "--top-module", top] + names),
    (.icarus, ["-g2012", "-Wall", "-Wno-timescale", define, "-t", "null"] + names),
    (.yosys, ["-q", "-p", "\(read); hierarchy -check -top \(top); proc; check -assert"]),
    (.verible, ["--rules=explicit-begin"] + names),
  ]
  if Tool.pythonHas("pyslang") {
    runs.append((.slang, [slang.path, define, "--top", top] + names))
  }
  try withTemporaryFolder { folder in
    for file in files {
      let url = folder.appendingPathComponent(file.name)
      try file.text.write(to: url, atomically: true, encoding: .utf8)
    }
    for run in runs where run.tool.isInstalled {
      let result = try run.tool.run(run.arguments, in: folder)
      #expect(
        result.status == 0 && result.output == "", "\(run.tool.name): \(result.output)",
        sourceLocation: sourceLocation)
    }
  }
}
