import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct NpzFileTests {
  private func sentence(_ bytes: [UInt8], bytesMax: Int = 1 << 20) -> String {
    refusal {
      let file = try NpzFile(parsing: bytes, named: "m.npz", bytesMax: bytesMax)
      for name in file.names { _ = try file.tensor(name) }
    }
  }

  /// Two arrays; each member has a header of 30 bytes, its name of 5, and 129 and 130 bytes.
  private static func file(_ compression: NpzFile.Compression) throws -> [UInt8] {
    try NpzFile.bytes(
      of: [
        "a": Tensor(shape: [1], elements: [true]),
        "b": Tensor(shape: [2], elements: [true, false]),
      ], compression: compression)
  }

  /// Where the zip directory begins: two entries of 51 bytes and 22 of its end follow.
  private static func directory(_ bytes: [UInt8]) -> Int { bytes.count - 22 - 102 }

  @Test("Files of NumPy and of zip are read, stored and deflated, with zip64 and descriptors")
  func numpy() throws {
    for bytes in [
      WrittenByOthers.savez, WrittenByOthers.savezCompressed, WrittenByOthers.zip64,
      WrittenByOthers.zipDescriptors,
    ] {
      let file = try NpzFile(parsing: bytes, named: "m.npz")
      #expect(file.names == ["mask", "q"])
      let mask = try file.tensor("mask")
      #expect(mask.shape == [3, 3])
      #expect(try mask.booleans() == (0..<9).map { $0 % 4 == 0 })
      #expect(try file.tensor("q").floats() == [0, 1, 2, 3, 4, 5])
      #expect(try file.tensor("q").origin == "m.npz, q")
    }
  }

  @Test("What is written is read back from a path", arguments: NpzFile.Compression.allCases)
  func roundTrip(_ compression: NpzFile.Compression) throws {
    let tensors = try tensorOfEachType().filter { $0.value.elementType != .bfloat16 }
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m.npz")
      for tensors in [[:], tensors] {
        try Data(NpzFile.bytes(of: tensors, compression: compression)).write(to: url)
        let file = try NpzFile(path: url.path)
        #expect(file.names == tensors.keys.sorted())
        for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
      }
    }
  }

  @Test(
    "Another reader of zip files finds them sound",
    .enabled(if: Tool("python3").isInstalled, "python3 is not installed"),
    arguments: NpzFile.Compression.allCases)
  func python(_ compression: NpzFile.Compression) throws {
    try withTemporaryFolder { folder in
      try Data(Self.file(compression)).write(to: folder.appending(path: "m.npz"))
      let run = try Tool("python3").run(["-m", "zipfile", "-t", "m.npz"], in: folder)
      #expect(run.status == 0 && run.output == "Done testing\n")
    }
  }

  @Test("What is not a sound zip file is refused")
  func directory() throws {
    let end =
      "m.npz: The file does not end as a zip file does, which an npz file is; copy it again, or "
      + "write it with numpy.savez."
    let damaged =
      "m.npz: The zip directory of the npz file is damaged; copy the file again, or write it with "
      + "numpy.savez."
    let bytes = try Self.file(.stored)
    #expect(sentence([]) == end)
    #expect(sentence(bytes.dropLast()) == end)
    #expect(sentence([0] + bytes) == damaged)
    let start = Self.directory(bytes)
    for (place, value) in [(start, 0), (start + 28, 200), (bytes.count - 14, 9)] as [(Int, UInt8)] {
      #expect(sentence(replacing(bytes, place, [value])) == damaged, "\(place)")
    }
    // Said to be in the extra field of zip64, which is not there.
    for place in [start + 20, start + 24, start + 42] {
      #expect(sentence(replacing(bytes, place, [0xFF, 0xFF, 0xFF, 0xFF])) == damaged)
    }
  }

  @Test("Members are arrays if they are named so, or begin so; folders and others are none")
  func otherMembers() throws {
    let stream = try NpzFile(parsing: WrittenByOthers.zipStream, named: "m.npz")
    #expect(stream.names == ["-"])
    #expect(try stream.tensor("-").booleans() == (0..<9).map { $0 % 4 == 0 })
    let folder = try NpzFile(parsing: WrittenByOthers.zipFolder, named: "m.npz")
    #expect(folder.names == ["sub/q"])
    #expect(try folder.tensor("sub/q").floats() == [0, 1, 2, 3, 4, 5])
    for compression in NpzFile.Compression.allCases {
      let bytes = try Self.file(compression)
      let start = Self.directory(bytes)
      let other = Array("a.txt".utf8)
      let renamed = replacing(replacing(bytes, 30, other), start + 46, other)
      #expect(try NpzFile(parsing: renamed, named: "m.npz").names == ["a.txt", "b"])
    }
    let bytes = try Self.file(.stored)
    let other = Array("a.txt".utf8)
    let text = replacing(
      replacing(replacing(bytes, 30, other), Self.directory(bytes) + 46, other), 35, [0])
    #expect(try NpzFile(parsing: text, named: "m.npz").names == ["b"])
  }

  @Test("Every byte of a zip64 record that is changed is noticed or without meaning")
  func zip64Mutations() throws {
    let bytes = WrittenByOthers.zip64
    let sound = try NpzFile(parsing: bytes, named: "m.npz")
    let expected = try sound.names.map { try sound.tensor($0) }
    var refusedCount = 0
    for place in bytes.count - 98 - 129..<bytes.count {
      for value in [0, 0x7F, 0xFF] as [UInt8] where bytes[place] != value {
        do {
          let file = try NpzFile(parsing: replacing(bytes, place, [value]), named: "m.npz")
          for (name, tensor) in zip(file.names, expected) {
            #expect(try file.tensor(name) == tensor, "byte \(place)")
          }
        } catch {
          #expect(error.description.hasSuffix("."))
          refusedCount += 1
        }
      }
    }
    #expect(refusedCount > 200, "\(refusedCount) were refused")
  }

  @Test("What zlib counts in pieces gives the same bytes", arguments: [1, 7, 1000, 1 << 30])
  func pieces(size: Int) throws {
    let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    let deflated = try #require(Deflate.deflated(bytes))
    #expect(Deflate.inflated(deflated, size: 3000, pieceMax: size) == bytes)
    #expect(Deflate.inflated(deflated, size: 2999, pieceMax: size) == nil)
    #expect(Deflate.inflated(deflated, size: 3001, pieceMax: size) == nil)
    #expect(Deflate.inflated(deflated + [0], size: 3000, pieceMax: size) == nil)
    #expect(Deflate.inflated(deflated.dropLast(), size: 3000, pieceMax: size) == nil)
    #expect(Deflate.start(of: deflated, count: 6) == Array(bytes.prefix(6)))
    #expect(Deflate.checksum(bytes, pieceMax: size) == Deflate.checksum(bytes))
    #expect(Deflate.checksum(Array("123456789".utf8), pieceMax: size) == 0xCBF4_3926)
  }

  @Test("A member that lies is refused with its name")
  func members() throws {
    let bytes = try Self.file(.stored)
    let start = Self.directory(bytes)
    #expect(
      sentence(replacing(bytes, start + 8, [1]))
        == "m.npz, a.npy: The member is encrypted, which is not read; write it with numpy.savez.")
    #expect(
      sentence(replacing(bytes, start + 10, [12]))
        == "m.npz, a.npy: The member has the compression method 12, but 0 (stored) and 8 (deflate) "
        + "are read; write it with numpy.savez or numpy.savez_compressed.")
    #expect(
      sentence(replacing(bytes, start + 24, [200]))
        == "m.npz, a.npy: The member says that its 129 bytes give 200, but its compression gives "
        + "at most 129; write the file again.")
    #expect(
      sentence(replacing(bytes, start + 42, [1]))
        == "m.npz, a.npy: The member has no header of its own at byte 1, where the zip directory "
        + "says; copy the file again.")
    #expect(
      sentence(replacing(bytes, start + 20, [255, 1, 0, 0, 255, 1]))
        == "m.npz, a.npy: The 511 bytes of the member begin at byte 35 and reach into the zip "
        + "directory at 329; copy the file again.")
    #expect(
      sentence(replacing(bytes, start + 20, [200, 0, 0, 0, 200]))
        == "m.npz, b.npy: The member begins at byte 199, inside \"a.npy\", which ends at 235; "
        + "write the file again.")
    #expect(
      sentence(replacing(bytes, 163, [0]))
        == "m.npz, a: The checksum is 429042c, but the file says 732e34ba; copy the file again.")
    #expect(
      sentence(replacing(bytes, start + 46, [0xFF]))
        == "m.npz: The name of a member is not UTF-8; write the file with numpy.savez, or rename "
        + "the array.")
    let second = Array("a.npy".utf8)
    #expect(
      sentence(replacing(replacing(bytes, 164 + 30, second), start + 51 + 46, second))
        == "m.npz: The name \"a\" occurs twice; write the file again.")
  }

  @Test("A zip bomb is refused before its memory is taken")
  func bombs() throws {
    let bytes = try Self.file(.deflated)
    #expect(
      sentence(bytes, bytesMax: 258)
        == "m.npz: The members give over 258 bytes once they are decompressed, which are not "
        + "allowed; split the file.")
    let start = Self.directory(bytes)
    let stored = Int(bytes[start + 20])
    #expect(
      sentence(replacing(bytes, start + 24, [0, 0, 0, 0xF0]))
        == "m.npz, a.npy: The member says that its \(stored) bytes give 4026531840, but its "
        + "compression gives at most \(stored * 1032); write the file again.")
    for size in [100, 128, 130, 200] as [UInt8] {
      #expect(
        sentence(replacing(bytes, start + 24, [size]))
          == "m.npz, a: The \(stored) bytes are not a deflate stream of \(size); "
          + "copy the file again.")
    }
  }

  @Test("An array that is not there, or malformed, is refused with the name")
  func arrays() throws {
    let file = try NpzFile(parsing: Self.file(.stored), named: "m.npz")
    #expect(
      refusal { _ = try file.tensor("c") }
        == "m.npz: There is no tensor \"c\", but a, b; check the name, or the model that the file "
        + "is of.")
    let bfloat = try Tensor(elementType: .bfloat16, shape: [0], bytes: [])
    #expect(
      refusal { _ = try NpzFile.bytes(of: ["a": bfloat], compression: .stored) }
        == "The tensor: The type is BF16, which NumPy does not know; "
        + "convert the tensor to float32.")
    let long = String(repeating: "n", count: 65_532)
    let tensor = try Tensor(shape: [0], elements: [] as [Float])
    #expect(
      refusal { _ = try NpzFile.bytes(of: [long: tensor], compression: .stored) }
        == "\(String(repeating: "n", count: 80))...: The npz file becomes too large for the zip "
        + "format; write several files.")
  }

  private func replacing(_ bytes: [UInt8], _ place: Int, _ others: [UInt8]) -> [UInt8] {
    var changed = bytes
    changed.replaceSubrange(place..<place + others.count, with: others)
    return changed
  }
}
