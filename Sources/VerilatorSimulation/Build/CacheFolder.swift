import Foundation

/// The files that builds keep: complete or absent, since each is moved into place when it is
/// finished. Any process may delete any of them at any time.
struct CacheFolder: Sendable {
  let path: String

  /// `VITCOD_CACHE`, else `vitcod` in the user's cache folder.
  init(environment: [String: String]) {
    if let chosen = environment["VITCOD_CACHE"], !chosen.isEmpty {
      path = URL(fileURLWithPath: chosen).path
    } else if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
      path = caches + "/vitcod"
    } else {
      path = NSHomeDirectory() + "/.cache/vitcod"
    }
  }

  func library(_ key: ContentKey) -> String { "\(path)/designs/\(key.text).so" }

  /// What Verilator warned of as it built a library; there is none where it did not.
  func warnings(ofLibrary library: String) -> String { library + ".warnings" }

  func object(_ key: ContentKey) -> String { "\(path)/runtime/\(key.text).o" }

  func holds(_ file: String) -> Bool { FileManager.default.fileExists(atPath: file) }

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
    try attempt("made") {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    removeAbandonedWork()
    do {
      return try await body(folder)
    } catch {
      throw holds(folder) ? error : Vanished()
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
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in files {
        try file.text.write(toFile: "\(folder)/\(file.name)", atomically: false, encoding: .utf8)
      }
    }
  }

  /// Moves a finished file to where others find it, in one step. A file that another process put
  /// there meanwhile has the same content, and is replaced.
  func publish(_ file: String, as final: String) throws {
    try attempt("written") {
      let parent = URL(fileURLWithPath: final).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      if rename(file, final) != 0 { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }
  }

  private func attempt(_ verb: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      let reason = (error as NSError).localizedDescription
      let sentence = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
      throw SimulationError.cacheUnavailable(
        "The build cache \(path) cannot be \(verb) (\(sentence)); "
          + "set VITCOD_CACHE to a folder that can.")
    }
  }
}
