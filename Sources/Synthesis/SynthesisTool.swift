import Foundation
import HostTools

/// Tools by their names, with the variables that choose others.
enum SynthesisTool: String, Sendable {
  case yosys, sta, gzip

  /// What the tool prints while it runs a script in a folder.
  ///
  /// - Throws: `SynthesisError`.
  func answer(_ arguments: [String], in folder: String?) async throws -> String {
    let outcome = try await outcome(arguments, in: folder)
    let lines = outcome.text.split(whereSeparator: \.isNewline).map(String.init)
    let fault = lines.first { $0.hasPrefix("ERROR") || $0.hasPrefix("Error") }
    guard outcome.isSuccess, fault == nil else {
      throw SynthesisError.tool("\(title) fails: \(fault ?? lines.last ?? "it says nothing")")
    }
    return outcome.text
  }

  /// How the tool ends, whatever that is.
  ///
  /// - Throws: `SynthesisError` where it is missing or cannot be run.
  func outcome(_ arguments: [String], in folder: String?) async throws -> Command.Outcome {
    let environment = ToolEnvironment()
    let name = variable.flatMap { environment[$0] } ?? rawValue
    guard let path = environment.locate(name) else {
      throw SynthesisError.tool(
        "\(title) ('\(name)') is not \(ToolEnvironment.place(of: name)); install it, on Debian "
          + "the package \(package)\(variable.map { ", or set \($0)" } ?? "").")
    }
    let command = Command(words: [path] + arguments, folder: folder, environment: environment)
    do {
      return try await CoreLimit.shared.run { try await command.runAtOnce() }
    } catch let cancellation as CancellationError {
      throw cancellation
    } catch {
      throw SynthesisError.tool("Cannot run \(path): \(error).")
    }
  }

  private var title: String {
    switch self {
    case .yosys: "Yosys"
    case .sta: "OpenSTA"
    case .gzip: "gzip"
    }
  }

  /// What chooses another tool; GZIP holds options.
  private var variable: String? { self == .gzip ? nil : rawValue.uppercased() }

  private var package: String { self == .sta ? "opensta" : rawValue }
}
