import Foundation

/// The Verilator and the C++ compiler that builds use.
///
/// The compiler is the one in `CXX`, else the `clang++` beside the Swift compiler on the path, else
/// `clang++`, else `g++`: clang compiles models in half the time of g++, and they run three times
/// as fast. `VERILATOR` chooses another Verilator.
public struct Toolchain: Hashable, Sendable {
  public let verilator: String
  /// What Verilator calls itself; some packagings leave it empty.
  public let verilatorVersion: String
  /// The folder that holds `include/verilated.cpp`.
  public let verilatorRoot: String
  /// The compiler and its leading arguments, as in `ccache clang++`.
  public let compiler: [String]
  public let compilerVersion: String
  let environment: ToolEnvironment

  /// - Throws: `SimulationError.toolUnavailable`.
  static func find(
    environment caller: [String: String],
    folder: String = FileManager.default.currentDirectoryPath
  ) async throws -> Toolchain {
    let environment = ToolEnvironment(caller, folder: folder)
    let chosen = environment["VERILATOR"]
    let verilatorName = chosen ?? "verilator"
    guard let verilator = environment.locate(verilatorName) else {
      throw SimulationError.toolUnavailable(
        "Verilator ('\(verilatorName)') is not "
          + "\(ToolEnvironment.place(of: verilatorName)); install it, or set VERILATOR.")
    }
    try checkRoot(environment)
    let compiler = try compilerWords(environment)
    let variables = ["VERILATOR", "VERILATOR_ROOT", "VERILATOR_BIN"].filter {
      environment[$0] != nil
    }
    let remedy =
      variables.isEmpty
      ? "install it again, or set VERILATOR" : "correct \(variables.joined(separator: ", or "))"
    func answer(_ words: [String], remedy: String) async throws -> String {
      try await self.answer(words, environment, remedy: remedy)
    }
    async let version = answer([verilator, "--version"], remedy: remedy)
    async let root = answer([verilator, "--getenv", "VERILATOR_ROOT"], remedy: remedy)
    async let compilerVersion = answer(compiler + ["--version"], remedy: "correct CXX")
    let toolchain = try await Toolchain(
      verilator: verilator, verilatorVersion: version, verilatorRoot: lastLine(root),
      compiler: compiler, compilerVersion: compilerVersion, environment: environment)
    let runtime = toolchain.include + "/verilated.cpp"
    guard FileKind(of: runtime) == .file else {
      throw SimulationError.toolUnavailable(
        "\(verilator) is not a Verilator with its runtime: there is no \(runtime); \(remedy).")
    }
    return toolchain
  }

  /// Verilator takes the variable's word for where it is installed.
  private static func checkRoot(_ environment: ToolEnvironment) throws {
    guard let root = environment["VERILATOR_ROOT"],
      FileKind(of: root + "/include/verilated.cpp") != .file
    else { return }
    throw SimulationError.toolUnavailable(
      "VERILATOR_ROOT is \(root), but there is no \(root)/include/verilated.cpp; unset it, or "
        + "correct it.")
  }

  private static func compilerWords(_ environment: ToolEnvironment) throws -> [String] {
    if let chosen = environment["CXX"] {
      // A path with blanks in it, or words.
      if let file = environment.locate(chosen) { return [file] }
      let words = chosen.split(whereSeparator: \.isWhitespace).map(String.init)
      if let name = words.first, let file = environment.locate(name) {
        // As in "ccache ./clang++".
        return [file]
          + words.dropFirst().map { $0.contains("/") ? environment.locate($0) ?? $0 : $0 }
      }
      throw SimulationError.toolUnavailable(
        "The compiler CXX='\(chosen)' is not "
          + "\(ToolEnvironment.place(of: words.first ?? "")); correct CXX.")
    }
    if let swift = environment.locate("swift") {
      let real = URL(fileURLWithPath: swift).resolvingSymlinksInPath()
      let beside = real.deletingLastPathComponent().appendingPathComponent("clang++").path
      if ToolEnvironment.isProgram(beside) { return [beside] }
    }
    for name in ["clang++", "g++"] {
      if let file = environment.locate(name) { return [file] }
    }
    throw SimulationError.toolUnavailable(
      "There is no C++ compiler on the path; install clang, or set CXX.")
  }

  private static func answer(
    _ words: [String], _ environment: ToolEnvironment, remedy: String
  ) async throws -> String {
    let outcome = try await Command(words: words, environment: environment).run()
    guard outcome.isSuccess else {
      throw SimulationError.toolUnavailable(
        "\(words.joined(separator: " ")) fails (\(outcome.phrase)); \(remedy).")
    }
    return outcome.answer.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Scripts around a tool may greet before it answers.
  private static func lastLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
  }

  /// Runs a tool of a build once a core is free for it.
  ///
  /// - Throws: as `Command.run`.
  func run(_ words: [String], in folder: String) async throws -> Command.Outcome {
    try await Command(words: words, folder: folder, environment: environment).run()
  }

  /// Whether the compiler knows what clang alone does.
  var isClang: Bool { compilerVersion.contains("clang") }

  /// The folder of the Verilated runtime.
  var include: String { verilatorRoot + "/include" }

  /// Everything that tells this toolchain from another. The configuration header names the
  /// version even where `--version` does not.
  var identity: [String] {
    let config = try? String(contentsOfFile: include + "/verilated_config.h", encoding: .utf8)
    return [verilator, verilatorVersion, verilatorRoot, config ?? "", compilerVersion] + compiler
  }
}
