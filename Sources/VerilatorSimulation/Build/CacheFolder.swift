import Foundation
import HostTools

/// The files that builds keep: complete or absent, since each is moved into place when it is
/// finished. Any process may delete any of them at any time.
struct CacheFolder: Sendable {
  let path: String

  init(environment: [String: String]) {
    path = CallerPaths(environment: environment).cacheFolder(environment)
  }

  /// The library of a design, with what Verilator warned of as it was built.
  func design(_ key: ContentKey) -> CacheEntry { entry("designs", key) }

  /// What many builds need, compiled.
  func runtime(_ key: ContentKey) -> CacheEntry { entry("runtime", key) }

  private func entry(_ group: String, _ key: ContentKey) -> CacheEntry {
    CacheEntry(path: "\(path)/\(group)/\(key.text)")
  }

  /// What a process has while it makes the entry of `key`.
  func lock(_ key: ContentKey) -> FileLock { FileLock(path: "\(path)/locks/\(key.text)") }

  /// Files were deleted while a build was using them.
  struct Vanished: Error {}

  /// Runs `body` with the path of a fresh folder, which is removed in the end.
  ///
  /// - Throws: `SimulationError.cacheUnavailable`; `Vanished` if the folder was gone when `body`
  ///   failed; else what `body` throws.
  func withWorkFolder<Result: Sendable>(
    _ body: @Sendable (String) async throws -> Result
  ) async throws -> Result {
    let folder = "\(path)/work/\(UUID().uuidString)"
    UnfinishedWork.shared.begin(folder)
    defer {
      try? FileManager.default.removeItem(atPath: folder)
      UnfinishedWork.shared.end(folder)
    }
    try attempt("made") { try HostFolder.make(folder) }
    removeAbandonedWork()
    do {
      return try await body(folder)
    } catch {
      throw FileKind(of: folder) == nil ? Vanished() : error
    }
  }

  /// Removes the work folders of processes that were killed, a day after.
  private func removeAbandonedWork() {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: path + "/work")) ?? [] {
      let folder = "\(path)/work/\(name)"
      let attributes = try? manager.attributesOfItem(atPath: folder)
      guard let changed = attributes?[.modificationDate] as? Date else { continue }
      if changed.timeIntervalSinceNow < -86_400 { try? manager.removeItem(atPath: folder) }
    }
  }

  func write(_ files: [SourceFile], to folder: String) throws {
    try attempt("written") {
      try HostFolder.make(folder)
      for file in files {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"))
      }
    }
  }

  /// Moves finished files to where others find them, in one step.
  ///
  /// - Parameters:
  ///   - files: The paths of the files, and their names in the entry.
  ///   - work: The folder of the build, on the same disk.
  /// - Throws: `SimulationError.cacheUnavailable`.
  func publish(_ files: [(path: String, name: String)], from work: String, as entry: CacheEntry)
    throws
  {
    let folder = work + "/entry"
    try attempt("written") {
      try HostFolder.make(folder)
      for file in files {
        if rename(file.path, "\(folder)/\(file.name)") != 0 { throw POSIXError.last }
      }
      try CacheEntry.seal(files.map(\.name), in: folder)
      if let group = HostFolder.parent(of: entry.path) { try HostFolder.make(group) }
      try entry.publish(folder, aside: work + "/damaged")
    }
  }

  private func attempt(_ verb: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw SimulationError.cacheUnavailable(
        "The build cache \(path) cannot be \(verb) (\(HostFolder.reason(error))); "
          + "set VITCOD_CACHE to a folder that can.")
    }
  }
}
