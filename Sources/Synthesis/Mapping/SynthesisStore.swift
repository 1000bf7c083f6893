import Foundation
import HostTools

/// What tools made, kept by the content that they made it of. It may be deleted at any time.
struct SynthesisStore: Sendable {
  let folder: String
  /// What the tools say of themselves: another one may make something else.
  let versions: (yosys: String, sta: String)

  /// A folder in the simulations' cache.
  ///
  /// - Throws: `SynthesisError` where a tool is missing, or cannot read what is in the folder.
  init(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws {
    folder = CallerPaths(environment: environment).cacheFolder(environment) + "/synthesis"
    // Yosys, Tcl and ABC take paths apart in three ways, and ABC knows no quotes.
    guard folder.allSatisfy({ $0.isLetter || $0.isNumber || "/._-+@%,=~:".contains($0) }) else {
      throw SynthesisError.tool(
        "The cache \(folder) has a blank or another sign in its path that ABC cannot read; set "
          + "VITCOD_CACHE to a folder of letters and digits.")
    }
    versions = (
      try await SynthesisTool.yosys.answer(["-V"], in: nil),
      try await SynthesisTool.sta.answer(["-version"], in: nil)
    )
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
    if let missing = names.first(where: { FileKind(of: "\(work)/\($0)") != .file }) {
      throw SynthesisError.tool(
        "A tool wrote no \(missing) and said nothing of it; see whether YOSYS and STA name the "
          + "right ones.")
    }
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
