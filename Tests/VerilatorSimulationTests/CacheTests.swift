import Foundation
import HostTools
import Testing

@testable import VerilatorSimulation

@Suite("The folder of the build cache")
struct CacheTests {
  @Test(
    "The cache lies in the home folder of the environment, unless a variable says where",
    arguments: [
      (["HOME": "/h"], "/h/.cache/vitcod"), (["HOME": "/h", "VITCOD_CACHE": "/c"], "/c"),
      (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/vitcod"),
      (["HOME": "/h", "XDG_CACHE_HOME": "x"], "/h/.cache/vitcod"),
      (["HOME": "/h", "XDG_CACHE_HOME": "", "VITCOD_CACHE": ""], "/h/.cache/vitcod"),
      (["HOME": "/h", "VITCOD_CACHE": "~/c"], "/h/c"),
      (["HOME": ""], NSHomeDirectory() + "/.cache/vitcod"),
      ([:], NSHomeDirectory() + "/.cache/vitcod"),
    ])
  func place(_ environment: [String: String], _ path: String) {
    #expect(BuildCache(environment: environment).path == path)
  }

  @Test("A relative folder starts at the caller's")
  func relative() {
    let here = FileManager.default.currentDirectoryPath
    #expect(BuildCache(environment: ["VITCOD_CACHE": "c"]).path == here + "/c")
    #expect(BuildCache(environment: ["HOME": "h"]).path == here + "/h/.cache/vitcod")
  }

  @Test("A file in the place of the cache, or above it, is named")
  func file() async throws {
    let file = NSTemporaryDirectory() + UUID().uuidString
    try "a file".write(toFile: file, atomically: false, encoding: .utf8)
    defer { unlink(file) }
    for path in [file, file + "/cache", file + "/a/b/"] {
      let folder = CacheFolder(environment: ["VITCOD_CACHE": path])
      let error = await #expect(throws: SimulationError.self) {
        try await folder.withWorkFolder { _ in }
      }
      #expect(
        "\(try #require(error))"
          == "The build cache \(path) cannot be made (\(file) is no folder); "
          + "set VITCOD_CACHE to a folder that can.")
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "a file")
  }

  /// An entry of two files, published in a cache of its own.
  private func withEntry(
    _ body: (CacheEntry, CacheFolder, @Sendable (String) async throws -> Void) async throws -> Void
  ) async throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = CacheFolder(environment: ["VITCOD_CACHE": path])
    let entry = folder.design(ContentKey())
    let publish: @Sendable (String) async throws -> Void = { text in
      try await folder.withWorkFolder { work in
        try folder.write(
          [SourceFile(name: "a", text: text), SourceFile(name: "b", text: "")], to: work)
        try folder.publish(
          [(work + "/a", "library"), (work + "/b", "warnings")], from: work, as: entry)
      }
    }
    try await publish("the bytes of a library")
    try await body(entry, folder, publish)
  }

  private static let damages: [@Sendable (CacheEntry) throws -> Void] = [
    { truncate($0.file("library"), 10) },
    { truncate($0.file("library"), 0) },
    { truncate($0.file("library"), 100) },
    { try Data("the bytes of a lybrary".utf8).write(to: URL(fileURLWithPath: $0.file("library"))) },
    { unlink($0.file("library")) },
    {
      unlink($0.file("library"))
      mkdir($0.file("library"), 0o777)
    },
    { unlink($0.file("warnings")) },
    { try Data("x".utf8).write(to: URL(fileURLWithPath: $0.file("warnings"))) },
    { truncate($0.file("seal"), 0) },
    { truncate($0.file("seal"), 30) },
    { unlink($0.file("seal")) },
    { try Data([0xff, 0xfe, 0]).write(to: URL(fileURLWithPath: $0.file("seal"))) },
    {
      try FileManager.default.removeItem(atPath: $0.path)
      mkdir($0.path, 0o777)
    },
    {
      try FileManager.default.removeItem(atPath: $0.path)
      try Data("a file".utf8).write(to: URL(fileURLWithPath: $0.path))
    },
  ]

  @Test("A damaged entry is noticed and replaced", arguments: damages.indices)
  func damage(_ index: Int) async throws {
    try await withEntry { entry, _, publish in
      #expect(entry.state == .whole)
      try Self.damages[index](entry)
      guard case .damaged = entry.state else {
        Issue.record("Damage \(index) is not noticed: \(entry.state)")
        return
      }
      try await publish("the bytes of a library")
      #expect(entry.state == .whole)
    }
  }

  @Test("A whole entry of another process stays, and one that is deleted is absent")
  func whole() async throws {
    try await withEntry { entry, folder, publish in
      try await publish("another library")
      #expect(entry.state == .whole)
      let text = try String(contentsOfFile: entry.file("library"), encoding: .utf8)
      #expect(text == "the bytes of a library")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/work").isEmpty)
      try FileManager.default.removeItem(atPath: entry.path)
      #expect(entry.state == .absent)
    }
  }
}
