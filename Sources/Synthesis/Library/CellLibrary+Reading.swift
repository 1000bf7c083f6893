import Foundation
import HostTools

extension CellLibrary {
  /// The library that the Debian package `qflow-tech-osu018` installs: 180 nm, typical.
  public static let standardPath = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"

  private static let textName = "cells.lib"
  private static let factsName = "cells.json"

  /// Reads a liberty file, which may be compressed by gzip, and keeps what mapping reads of it.
  ///
  /// - Returns: The library, and the path of its text.
  /// - Throws: `SynthesisError`.
  static func read(
    _ given: String, _ store: SynthesisStore
  ) async throws -> (library: CellLibrary, path: String) {
    let path = ToolEnvironment().paths.absolute(given)
    guard FileKind(of: path) == .file, let data = FileManager.default.contents(atPath: path) else {
      let remedy =
        path == standardPath
        ? "install the Debian package qflow-tech-osu018, or give another liberty file"
        : "give a liberty file"
      throw SynthesisError.input("The library \(given) cannot be read; \(remedy).")
    }
    var key = ContentKey()
    key.add(data)
    let folder = try await store.folder(
      of: ["library", format, key.text], keeping: [textName, factsName]
    ) { work in
      let isCompressed = data.starts(with: [0x1f, 0x8b])
      let text = isCompressed ? try await unpacked(path, given) : [UInt8](data)
      let slim = LibertyText.withoutPower(text)
      guard let group = LibertyText.library(slim), group.kind == "library" else {
        throw SynthesisError.input(
          "The library \(given) is no liberty text, or is cut short; give one that begins with "
            + "library (NAME) { and ends with its brace.")
      }
      let library = try CellLibrary(group, path: given)
      let mapped = LibertyText.without(Set(library.delayCells), slim)
      try Data(mapped).write(to: URL(fileURLWithPath: "\(work)/\(textName)"))
      try JSONEncoder().encode(library).write(to: URL(fileURLWithPath: "\(work)/\(factsName)"))
    }
    let facts = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(factsName)"))
    return (try JSONDecoder().decode(CellLibrary.self, from: facts), "\(folder)/\(textName)")
  }

  private static let format = "4"

  private static func unpacked(_ path: String, _ given: String) async throws -> [UInt8] {
    let outcome = try await SynthesisTool.gzip.outcome(["-dc", path], in: nil)
    guard outcome.isSuccess else {
      let said = outcome.remarks.split(whereSeparator: \.isNewline).last ?? "it says nothing"
      throw SynthesisError.input(
        "The library \(given) cannot be unpacked (\(said)); give a whole file.")
    }
    return [UInt8](outcome.answer.utf8)
  }
}
