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

  @Test("All spellings of a file are one place, though nothing is there yet")
  func spellings() throws {
    let scratch = try Scratch()
    let folder = scratch.url.path
    try FileManager.default.createDirectory(
      atPath: folder + "/d", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder + "/l", withDestinationPath: "d")
    try FileManager.default.createSymbolicLink(atPath: folder + "/f", withDestinationPath: "d/x")
    let places = ["d/x", "d//x", "./d/x", "d/../d/./x", "l/x", "f"].map {
      OutputPlace("\(folder)/\($0)")
    }
    #expect(places[0]?.path.hasSuffix("/d/x") == true)
    #expect(Set(places).count == 1)
    for path in ["", "/", "d/", "none/x", "d/x/y"] {
      let place = OutputPlace(path.isEmpty ? "" : "\(folder)/\(path)")
      #expect(place?.isFree != true, "\(path)")
    }
    #expect(OutputPlace(folder + "/" + String(repeating: "n", count: 300)) == nil)
  }

  @Test("A name with one letter or a tilde is a name", arguments: ["g", "~", "~x", "-"])
  func names(_ name: String) throws {
    let here = FileManager.default.currentDirectoryPath
    #expect(OutputPlace(name) == OutputPlace("\(here)/\(name)"))
  }

  @Test("A waveform that was cut short is not taken for one")
  func cutShort() throws {
    let scratch = try Scratch()
    func block(_ kind: UInt8, _ bytes: Int) -> [UInt8] {
      [kind] + (0..<8).map { UInt8(truncatingIfNeeded: (bytes + 8) >> (56 - 8 * $0)) }
        + [UInt8](repeating: 1, count: bytes)
    }
    let whole = block(0, 321) + block(5, 1000) + block(3, 20) + block(4, 300)
    let url = scratch.url.appending(path: "a.fst")
    try Data(whole).write(to: url)
    #expect(WaveformStage.isComplete(url.path))
    let headless = whole.count - block(4, 300).count
    for length in [0, 1, 8, 9, 200, 331, 900, headless, whole.count - 1] {
      try Data(whole.prefix(length)).write(to: url)
      #expect(!WaveformStage.isComplete(url.path), "\(length)")
    }
    #expect(!WaveformStage.isComplete(scratch.url.appending(path: "none").path))
  }
}
