import Foundation
import HostTools

/// What tools made, kept by the content that they made it of. It may be deleted at any time.
struct SynthesisStore: Sendable {
  let folder: String

  /// A folder in the simulations' cache.
  init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    folder = CallerPaths(environment: environment).cacheFolder(environment) + "/synthesis"
  }

  /// The folder with what `make` wrote, from the store if it is there and whole.
  ///
  /// - Parameters:
  ///   - names: The files that are kept.
  ///   - make: Writes them into a fresh folder.
  func folder(
    of content: [String], keeping names: [String], _ make: (String) async throws -> Void
  ) async throws -> String {
    var key = ContentKey()
    key.add(content)
    let entry = CacheEntry(path: "\(folder)/\(key.text)")
    if entry.state == .whole { return entry.path }
    let work = "\(folder)/work-\(UUID().uuidString)"
    UnfinishedWork.shared.begin(work)
    defer {
      try? FileManager.default.removeItem(atPath: work)
      UnfinishedWork.shared.end(work)
    }
    try attempt { try HostFolder.make(work + "/entry") }
    try await make(work)
    try attempt {
      for name in names where rename("\(work)/\(name)", "\(work)/entry/\(name)") != 0 {
        throw POSIXError.last
      }
      try CacheEntry.seal(names, in: work + "/entry")
      try entry.publish(work + "/entry", aside: work + "/damaged")
    }
    return entry.path
  }

  private func attempt(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw SynthesisError.tool(
        "The cache \(folder) cannot be written (\(HostFolder.reason(error))); set VITCOD_CACHE "
          + "to a folder that can.")
    }
  }
}

/// Tools by their names, with the variables that choose others.
enum SynthesisTool: String, Sendable {
  case yosys, sta, gzip

  /// What the tool prints while it runs a script in a folder.
  ///
  /// - Throws: `SynthesisError`.
  func answer(_ arguments: [String], in folder: String?) async throws -> String {
    let environment = ToolEnvironment()
    let name = environment[rawValue.uppercased()] ?? rawValue
    guard let path = environment.locate(name) else {
      throw SynthesisError.tool(
        "\(title) ('\(name)') is not \(ToolEnvironment.place(of: name)); install it, on Debian "
          + "the package \(package), or set \(rawValue.uppercased()).")
    }
    let command = Command(words: [path] + arguments, folder: folder, environment: environment)
    let outcome: Command.Outcome
    do {
      outcome = try await CoreLimit.shared.run { try await command.runAtOnce() }
    } catch let cancellation as CancellationError {
      throw cancellation
    } catch {
      throw SynthesisError.tool("Cannot run \(path): \(error).")
    }
    let faults = outcome.text.split(whereSeparator: \.isNewline).filter {
      $0.hasPrefix("ERROR") || $0.hasPrefix("Error")
    }
    guard outcome.isSuccess, faults.isEmpty else {
      let last = outcome.text.split(whereSeparator: \.isNewline).last.map(String.init)
      let said = faults.first.map(String.init) ?? last ?? "it says nothing"
      throw SynthesisError.tool("\(title) fails: \(said)")
    }
    return self == .gzip ? outcome.answer : outcome.text
  }

  private var title: String {
    switch self {
    case .yosys: "Yosys"
    case .sta: "OpenSTA"
    case .gzip: "gzip"
    }
  }

  private var package: String { self == .sta ? "opensta" : rawValue }
}
