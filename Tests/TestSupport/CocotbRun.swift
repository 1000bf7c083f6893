import Foundation

/// A test module of cocotb that drives emitted text in Icarus.
public struct CocotbRun {
  /// Of the design.
  public var top: String
  /// The names and the texts of the sources, and of what else the test reads.
  public var files: [(name: String, text: String)]
  /// The Python file: `test_....py`. It may import modules that lie beside it.
  public var test: URL
  /// What the test finds in its environment.
  public var settings: [String: String]

  /// Whether Icarus is installed and Python has the packages.
  public static let isPossible =
    Tool.icarus.isInstalled && Tool.pythonHas("cocotb") && Tool.pythonHas("cocotbext.axi")
  public static let absence =
    "scripts/test has not set up cocotbext-axi, or iverilog is not installed"

  public init(
    top: String, files: [(name: String, text: String)], test: URL, settings: [String: String] = [:]
  ) {
    self.top = top
    self.files = files
    self.test = test
    self.settings = settings
  }

  /// Builds the sources and runs the module, which has one test.
  private var runner: String {
    let sources = files.map(\.name).filter { $0.hasSuffix(".sv") }
    return """
      import os, sys
      from cocotb_tools.runner import get_results, get_runner

      # Clients tell of every access.
      os.environ["COCOTB_LOG_LEVEL"] = "WARNING"
      runner = get_runner("icarus")
      runner.build(
          sources=\(sources), hdl_toplevel="\(top)", build_dir="build",
          build_args=["-g2012"], timescale=("1ns", "1ps"))
      results = runner.test(
          hdl_toplevel="\(top)", test_module="\(test.deletingPathExtension().lastPathComponent)",
          build_dir="build", seed=1, test_dir=os.getcwd(),
          extra_env=\(Self.dictionary(settings)), results_xml=os.path.abspath("results.xml"))
      tests, failures = get_results(results)
      print(tests, "tests,", failures, "failures")
      sys.exit(0 if tests == 1 and failures == 0 else 1)
      """
  }

  private static func dictionary(_ entries: [String: String]) -> String {
    let texts = entries.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \"\($0.value)\"" }
    return "{" + texts.joined(separator: ", ") + "}"
  }

  /// Runs it: 0 where the test passes, and all that was printed.
  public func run() throws -> (status: Int32, output: String) {
    try withTemporaryFolder { folder in
      for file in files + [("run.py", runner)] {
        try file.text.write(
          to: folder.appending(path: file.name), atomically: true, encoding: .utf8)
      }
      for module in try FileManager.default.contentsOfDirectory(
        at: test.deletingLastPathComponent(), includingPropertiesForKeys: nil)
      where module.pathExtension == "py" {
        try FileManager.default.copyItem(
          at: module, to: folder.appending(path: module.lastPathComponent))
      }
      return try Tool.python.run(["run.py"], in: folder)
    }
  }
}
