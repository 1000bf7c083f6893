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

  /// - Throws: `SimulationError.toolUnavailable`.
  static func find(environment: [String: String]) async throws -> Toolchain {
    let path = environment["PATH"]
    let chosen = environment["VERILATOR"].flatMap { $0.isEmpty ? nil : $0 }
    let verilatorName = chosen ?? "verilator"
    guard let verilator = Command.locate(verilatorName, path: path) else {
      throw SimulationError.toolUnavailable(
        "Verilator ('\(verilatorName)') is not on the path; install it, or set VERILATOR.")
    }
    let compiler = try compilerWords(environment)
    let remedy = chosen == nil ? "install it again, or set VERILATOR" : "correct VERILATOR"
    async let version = answer([verilator, "--version"], remedy: remedy)
    async let root = answer([verilator, "--getenv", "VERILATOR_ROOT"], remedy: remedy)
    async let compilerVersion = answer(compiler + ["--version"], remedy: "correct CXX")
    let toolchain = try await Toolchain(
      verilator: verilator, verilatorVersion: version, verilatorRoot: root, compiler: compiler,
      compilerVersion: compilerVersion)
    let runtime = toolchain.include + "/verilated.cpp"
    guard FileManager.default.fileExists(atPath: runtime) else {
      throw SimulationError.toolUnavailable(
        "\(verilator) is not a Verilator with its runtime: there is no \(runtime); \(remedy).")
    }
    return toolchain
  }

  private static func compilerWords(
    _ environment: [String: String]
  ) throws -> [String] {
    let path = environment["PATH"]
    if let chosen = environment["CXX"], !chosen.isEmpty {
      let words = chosen.split(separator: " ").map(String.init)
      guard let file = Command.locate(words[0], path: path) else {
        throw SimulationError.toolUnavailable(
          "The compiler CXX='\(chosen)' is not on the path; correct CXX.")
      }
      return [file] + words.dropFirst()
    }
    if let swift = Command.locate("swift", path: path) {
      let real = URL(fileURLWithPath: swift).resolvingSymlinksInPath()
      let beside = real.deletingLastPathComponent().appendingPathComponent("clang++").path
      if FileManager.default.isExecutableFile(atPath: beside) { return [beside] }
    }
    for name in ["clang++", "g++"] {
      if let file = Command.locate(name, path: path) { return [file] }
    }
    throw SimulationError.toolUnavailable(
      "There is no C++ compiler on the path; install clang, or set CXX.")
  }

  private static func answer(_ words: [String], remedy: String) async throws -> String {
    let outcome = try await Command(words: words, folder: nil).run()
    let text = outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard outcome.isSuccess else {
      throw SimulationError.toolUnavailable(
        "\(words.joined(separator: " ")) fails (\(text.isEmpty ? "it says nothing" : text)); "
          + "\(remedy).")
    }
    return text
  }

  /// The folder of the Verilated runtime.
  var include: String { verilatorRoot + "/include" }

  /// Everything that tells this toolchain from another. The configuration header names the
  /// version even where `--version` does not.
  var identity: [String] {
    let config = try? String(contentsOfFile: include + "/verilated_config.h", encoding: .utf8)
    return [verilator, verilatorVersion, verilatorRoot, config ?? "", compilerVersion] + compiler
  }
}
