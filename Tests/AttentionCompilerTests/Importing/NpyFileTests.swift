import AttentionCompiler
import AttentionSpec
import Foundation
import Testing

@Suite struct NpyFileTests {
  /// A file with a header of one's own.
  static func file(
    header: String, version: UInt8 = 1, payload: [UInt8] = [], length: Int? = nil
  ) -> [UInt8] {
    let count = length ?? header.utf8.count
    let lengthBytes = (0..<(version == 1 ? 2 : 4)).map {
      UInt8(truncatingIfNeeded: count >> (8 * $0))
    }
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0] + lengthBytes + Array(header.utf8)
      + payload
  }

  static func header(_ type: String, order: String = "False", shape: String) -> String {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }  \n"
  }

  @Test("What is written is read back, with elements at a multiple of 64")
  func roundTrip() throws {
    for shape in [[], [0], [3], [2, 3], [1, 2, 3], [12, 3, 1, 2]] {
      let count = shape.reduce(1, *)
      let flags = (0..<count).map { $0 % 3 == 0 }
      let written = try NpyFile(shape: shape, flags: flags)
      #expect(try NpyFile(parsing: written.fileBytes) == written)
      #expect(try NpyFile(parsing: written.fileBytes).flags() == flags)
      #expect((written.fileBytes.count - count) % 64 == 0)
      let int8s = (0..<count).map { Int8(truncatingIfNeeded: $0 * 77) }
      let tensor = try NpyFile(shape: shape, int8s: int8s)
      #expect(try NpyFile(parsing: tensor.fileBytes).int8s() == int8s)
    }
  }

  @Test("Every version and element type is read", arguments: [1, 2, 3] as [UInt8])
  func types(version: UInt8) throws {
    let cases: [(String, [UInt8], [Double])] = [
      ("|b1", [1, 0], [1, 0]), ("|u1", [255, 2], [255, 2]), ("|i1", [255, 2], [-1, 2]),
      ("<i4", [254, 255, 255, 255, 1, 2, 0, 0], [-2, 513]),
      (
        "<i8", [255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 1, 0, 0, 0],
        [-1, 4_294_967_297]
      ),
      ("<f4", [0, 0, 192, 63, 0, 0, 0, 192], [1.5, -2]),
      ("<f8", [0, 0, 0, 0, 0, 0, 248, 63, 0, 0, 0, 0, 0, 0, 0, 192], [1.5, -2]),
    ]
    for (type, payload, numbers) in cases {
      let bytes = Self.file(
        header: Self.header(type, shape: "(2,)"), version: version, payload: payload)
      #expect(try NpyFile(parsing: bytes).numbers() == numbers, "\(type)")
    }
  }

  /// The header, the elements in Fortran order, and what C order makes of them.
  static let fortran: [(shape: String, stored: [UInt8], ordered: [UInt8])] = [
    ("()", [7], [7]),
    ("(0, 3)", [], []),
    ("(3,)", [1, 2, 3], [1, 2, 3]),
    ("(2, 3)", [1, 4, 2, 5, 3, 6], [1, 2, 3, 4, 5, 6]),
    (
      "(2, 3, 2)", [1, 7, 3, 9, 5, 11, 2, 8, 4, 10, 6, 12],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    ),
  ]

  @Test("An array in Fortran order is transposed as it is read", arguments: fortran)
  func fortranOrder(_ shape: String, _ stored: [UInt8], _ ordered: [UInt8]) throws {
    let bytes = Self.file(
      header: Self.header("|u1", order: "True", shape: shape), payload: stored)
    #expect(try NpyFile(parsing: bytes).payload == ordered)
    let wide = Self.file(
      header: Self.header("<i4", order: "True", shape: shape),
      payload: stored.flatMap { [$0, 0, 0, 0] })
    #expect(try NpyFile(parsing: wide).numbers() == ordered.map(Double.init))
  }

  @Test(
    "A malformed file is refused with a sentence",
    arguments: [
      ([], "The file does not begin as an npy file does; write it with numpy.save."),
      (
        Array("not an npy file".utf8),
        "The file does not begin as an npy file does; write it with numpy.save."
      ),
      (file(header: "", version: 9), "The npy version is 9, but 1 to 3 are known; use numpy.save."),
      (
        Array(file(header: "", version: 2).prefix(10)),
        "The npy file ends after 10 bytes, inside its header; write it again."
      ),
      (
        file(header: "{}", length: 500),
        "The npy file ends after 12 bytes, inside its header; write it again."
      ),
      (
        file(header: "{}", version: 2, length: 0xFFFF_FFFF),
        "The npy header is 4294967295 bytes long, more than the 65536 that a plain array can need; "
          + "write the file again."
      ),
      (
        file(header: "{'descr': '|b1'}"),
        "The npy header is not a dictionary of descr, fortran_order and shape; "
          + "write the file with numpy.save."
      ),
      (
        file(header: header("<c8", shape: "(2,)")),
        "The npy element type \"<c8\" is not one of |b1, |u1, |i1, <i4, <i8, <f4, <f8; "
          + "convert the array with astype."
      ),
      (
        file(header: header("|b1", order: "true", shape: "(2, 2)")),
        "The npy header is not a dictionary of descr, fortran_order and shape; "
          + "write the file with numpy.save."
      ),
      (
        file(header: header("|b1", order: "True", shape: "(2, 2)"), payload: [1]),
        "The npy array of shape [2, 2] and type |b1 needs 4 bytes of elements but has 1; "
          + "write the array again."
      ),
      (
        file(header: header("|b1", shape: "(99999999999999999999,)")),
        "The npy shape has an extent of 20 digits, which no memory holds; write the array again."
      ),
      (
        file(header: header("<f8", shape: "(4611686018427387904, 4)")),
        "The npy array has the shape [4611686018427387904, 4], which no memory holds; "
          + "write the array again."
      ),
      (
        file(header: header("<f8", shape: "(2, 3)"), payload: [1, 2]),
        "The npy array of shape [2, 3] and type <f8 needs 48 bytes of elements but has 2; "
          + "write the array again."
      ),
    ] as [([UInt8], String)])
  func malformed(bytes: [UInt8], sentence: String) {
    #expect(refusal { _ = try NpyFile(parsing: bytes) } == sentence)
  }

  @Test("Elements of the wrong type are refused with a sentence")
  func wrongElements() throws {
    let tensor = try NpyFile(shape: [2], int8s: [1, 2])
    #expect(
      refusal { _ = try tensor.flags() }
        == "The npy array has the type |i1, but flags are |b1 or |u1; "
        + "convert it with astype(bool).")
    let flags = try NpyFile(elementType: .uint8, shape: [3], payload: [0, 1, 2])
    #expect(
      refusal { _ = try flags.flags() }
        == "Element 2 of the npy array is 2, but a flag is 0 or 1; "
        + "convert the array with astype(bool).")
    #expect(
      refusal { _ = try flags.int8s() }
        == "The npy array has the type |u1, but an int8 tensor is |i1; "
        + "quantise it and convert it with astype(np.int8).")
  }

  @Test("A file that is not there is refused with its path")
  func missing() {
    #expect(
      refusal { _ = try NpyFile(path: "no/such.npy") }
        == "The file no/such.npy cannot be read; give the path of a readable npy file.")
  }

  @Test("Thousands of mutated files are read or refused, never trap")
  func mutations() throws {
    let seed: UInt64 = 404
    var generator = SeededGenerator(seed: seed)
    let original = try NpyFile(shape: [2, 3, 3], flags: Array(repeating: true, count: 18)).fileBytes
    let words = ["(", ")", "{", "}", "'", ",", "9999999999", "-1", "True", "shape", "|i1", "<f8"]
    var refused = 0
    for round in 0..<6000 {
      var bytes = original
      for _ in 0...generator.integer(in: 0...3) {
        let position = generator.integer(in: 0...max(0, bytes.count - 1))
        switch generator.integer(in: 0...4) {
        case 0: bytes = Array(bytes.prefix(position))
        case 1: bytes.insert(UInt8(generator.integer(in: 0...255)), at: min(position, bytes.count))
        case 2:
          let word = words[generator.integer(in: 0...words.count - 1)]
          bytes.insert(contentsOf: Array(word.utf8), at: min(position % 70, bytes.count))
        case 3 where !bytes.isEmpty: bytes.remove(at: position)
        default:
          if !bytes.isEmpty { bytes[position] = UInt8(generator.integer(in: 0...255)) }
        }
      }
      do {
        let file = try NpyFile(parsing: bytes)
        #expect(file.numbers().count == file.count, "seed \(seed), round \(round)")
        _ = try MaskFile(file, meaning: .kept).mask(layer: 0, head: 0)
      } catch {
        #expect(error is Refusal, "seed \(seed), round \(round)")
        refused += 1
      }
    }
    #expect(refused > 1000, "seed \(seed)")
  }
}
