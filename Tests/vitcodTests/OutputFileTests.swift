import Foundation
import Testing

@testable import vitcod

@Suite("A file that is written")
struct OutputFileTests {
  private func failure(_ body: () throws -> Void) -> String? {
    let failure = #expect(throws: CommandFailure.self) { try body() }
    return failure.map { "\($0.code.rawValue): \($0.sentence)" }
  }

  @Test("It replaces a file of its name, behind a link too, and leaves nothing else")
  func replaces() throws {
    let scratch = try Scratch()
    try scratch.write("before", to: "real.txt")
    let link = scratch.url.appending(path: "link.txt").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "real.txt")
    try OutputFile.write([(OutputFile(path: link, inputs: []), Array("after".utf8))])
    #expect(try scratch.text("real.txt") == "after")
    #expect(try scratch.names(".") == ["link.txt", "real.txt"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.txt")
  }

  @Test("If one of two cannot be written, neither is")
  func together() throws {
    let scratch = try Scratch()
    try scratch.write("before", to: "a.txt")
    let folder = scratch.url.appending(path: "gone")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let first = try OutputFile(path: scratch.url.appending(path: "a.txt").path, inputs: [])
    let path = folder.appending(path: "b.txt").path
    let second = try OutputFile(path: path, inputs: [])
    try scratch.remove("gone")
    #expect(
      failure { try OutputFile.write([(first, [1]), (second, [2])]) }
        == "73: The file \(path) cannot be written (No such file or directory); give another one.")
    #expect(try scratch.files(".") == ["a.txt": "before"])
  }

  @Test("Two outputs of one place are refused")
  func twice() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "a.txt").path
    let file = try OutputFile(path: path, inputs: [])
    #expect(
      failure { try OutputFile.write([(file, [1]), (file, [2])]) }
        == "64: Two outputs are written to \(path); name two files.")
    #expect(try scratch.names(".") == [])
  }

  @Test("A device, a folder or nothing is no place for a file", arguments: ["/dev/null", "/", ""])
  func noFile(_ path: String) {
    #expect(
      failure { _ = try OutputFile(path: path, inputs: []) }
        == "73: The file \(path) cannot be written; give a plain file in a folder that exists.")
  }

  @Test("What is read is not replaced")
  func input() throws {
    let scratch = try Scratch()
    try scratch.write("maps", to: "a.npy")
    let path = scratch.url.appending(path: "a.npy").path
    let other = scratch.url.appending(path: "./a.npy").path
    #expect(
      failure { _ = try OutputFile(path: path, inputs: ["b.npy", other]) }
        == "64: \(path) is read as well as written; write another file.")
  }
}
