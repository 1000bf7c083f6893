import Foundation
import TensorFiles
import TestSupport
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
      for type in ElementType.allCases where type != .bfloat16 {
        let bytes = (0..<count * type.size).map { UInt8(truncatingIfNeeded: $0 * 77) }
        let tensor = try Tensor(elementType: type, shape: shape, bytes: bytes)
        let written = try NpyFile.bytes(of: tensor)
        #expect(try NpyFile(parsing: written, named: "a.npy").tensor == tensor)
        #expect((written.count - bytes.count) % 64 == 0)
      }
    }
  }

  @Test("A file is the one that NumPy 2.4 writes")
  func numpy() throws {
    let one = try NpyFile.bytes(of: Tensor(shape: [3], elements: [0, 1, 2] as [Int16]))
    #expect(
      one
        == Self.numpy(
          "{'descr': '<i2', 'fortran_order': False, 'shape': (3,), }",
          [
            0, 0, 1, 0, 2, 0,
          ]))
    let half = try Tensor(elementType: .float16, shape: [1, 2], bytes: [0, 0x3E, 0, 0xC0])
    #expect(try half.floats() == [1.5, -2])
    #expect(
      try NpyFile.bytes(of: half)
        == Self.numpy(
          "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 2), }",
          [
            0, 0x3E, 0, 0xC0,
          ]))
  }

  /// A file whose header is padded so that 128 bytes stand before the elements.
  private static func numpy(_ header: String, _ payload: [UInt8]) -> [UInt8] {
    let spaces = String(repeating: " ", count: 117 - header.utf8.count)
    return file(header: header + spaces + "\n", payload: payload)
  }

  @Test("Every version and element type is read", arguments: [1, 2, 3] as [UInt8])
  func types(version: UInt8) throws {
    let cases: [(String, [UInt8], [Double])] = [
      ("|b1", [1, 0], [1, 0]), ("|u1", [255, 2], [255, 2]), ("|i1", [255, 2], [-1, 2]),
      ("<i2", [254, 255, 1, 2], [-2, 513]), ("<f2", [0, 62, 0, 192], [1.5, -2]),
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
      #expect(try NpyFile(parsing: bytes, named: "a.npy").tensor.numbers() == numbers, "\(type)")
    }
  }

  /// Spellings of a type in NumPy 2.4, and how it writes the same array itself.
  static let spellings: [(written: String, spelled: String)] = [
    ("|b1", "b1 <b1 >b1 =b1 ? <? |? bool bool_"), ("|u1", "u1 <u1 >u1 =u1 B =B uint8 ubyte"),
    ("|i1", "i1 <i1 >i1 =i1 b |b int8 byte"), ("<i2", "i2 =i2 |i2 h <h int16 short"),
    (">i2", ">h"), ("<u2", "u2 =u2 H uint16 ushort"), ("<i4", "i4 =i4 i <i int32 intc"),
    (">i4", ">i"), ("<u4", "u4 I =I uint32 uintc"), ("<i8", "i8 l q p n |q int64 int int_ intp"),
    (">i8", ">l >q"), ("<u8", "u8 L Q P N uint64 uint"), ("<f2", "f2 e =e float16 half"),
    (">f2", ">e"), ("<f4", "f4 =f4 |f4 f float32 single"), (">f4", ">f"),
    ("<f8", "f8 d =d float64 float double"), (">f8", ">d"),
  ]

  @Test("A type is read in every spelling of NumPy, in either order of bytes", arguments: spellings)
  func spelled(_ written: String, _ spelled: String) throws {
    // Sizes of up to 8 bytes; the first number is positive in any order of them.
    let size = Int(written.suffix(1)) ?? 0
    let payload = (0..<3 * size).map { UInt8(written == "|b1" ? $0 % 2 : 0x10 + $0) }
    let little = written.replacing(">", with: "<")
    func tensor(_ type: String, _ payload: [UInt8]) throws -> Tensor {
      let bytes = Self.file(header: Self.header(type, shape: "(3,)"), payload: payload)
      return try NpyFile(parsing: bytes, named: "a.npy").tensor
    }
    let turned = stride(from: 0, to: payload.count, by: size)
      .flatMap { payload[$0..<$0 + size].reversed() }
    let expected = try tensor(little, written.hasPrefix(">") ? turned : payload)
    #expect(try NpyFile.bytes(of: expected).contains(little.utf8))
    for type in [written] + spelled.split(separator: " ").map(String.init) {
      #expect(try tensor(type, payload) == expected, "\(type)")
    }
  }

  @Test("Numbers in the order > are turned, also in Fortran order")
  func bigEndian() throws {
    for (order, numbers) in [("False", [1.5, -2, 3, 4]), ("True", [1.5, 3, -2, 4])] {
      let bytes = Self.file(
        header: Self.header(">f4", order: order, shape: "(2, 2)"),
        payload: [63, 192, 0, 0, 192, 0, 0, 0, 64, 64, 0, 0, 64, 128, 0, 0])
      #expect(try NpyFile(parsing: bytes, named: "a.npy").tensor.numbers() == numbers)
    }
  }

  @Test(
    "What NumPy does not read, or no tensor holds, is refused by its name",
    arguments: [
      "<bool", ">float32", "F4", "b2", "i3", "f3", "?1", "<f16", "g", "c8", "S4", "<U1", "O",
      "V4", "M8[s]", "f4,f4", "<<f4", "", "<", " <f4", "<f4 ",
    ])
  func otherTypes(_ type: String) {
    let bytes = Self.file(header: Self.header(type, shape: "(1,)"), payload: [0, 0, 0, 0])
    #expect(
      refusal { _ = try NpyFile(parsing: bytes, named: "a.npy") }
        .hasPrefix("a.npy: The npy element type \"\(type)\" is none of |b1, "))
  }

  @Test("Headers of Python 2 are read")
  func python2() throws {
    let header = "{u'descr': u'<u1', u'fortran_order': False, u'shape': (2L, 1L)}"
    let bytes = Self.file(header: header, payload: [1, 2])
    #expect(try NpyFile(parsing: bytes, named: "a.npy").tensor.shape == [2, 1])
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
    #expect(try NpyFile(parsing: bytes, named: "a.npy").tensor.bytes == ordered)
    let wide = Self.file(
      header: Self.header("<i4", order: "True", shape: shape),
      payload: stored.flatMap { [$0, 0, 0, 0] })
    #expect(try NpyFile(parsing: wide, named: "a.npy").tensor.numbers() == ordered.map(Double.init))
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
        "The file ends after 10 bytes, inside its npy header; write it again."
      ),
      (
        file(header: "{}", length: 500),
        "The file ends after 12 bytes, inside its npy header; write it again."
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
        "The npy element type \"<c8\" is none of |b1, |u1, |i1, <i2, <u2, <f2, <i4, <u4, <f4, <f8, "
          + "<i8, <u8, in any order of bytes; convert the array with astype."
      ),
      (
        file(header: header("|b1", order: "true", shape: "(2, 2)")),
        "The npy header is not a dictionary of descr, fortran_order and shape; "
          + "write the file with numpy.save."
      ),
      (
        file(header: header("|b1", order: "True", shape: "(2, 2)"), payload: [1]),
        "The shape [2, 2] of BOOL needs 4 bytes but 1 follow the header; write the file again."
      ),
      (
        file(header: header("|b1", shape: "(99999999999999999999,)")),
        "The npy shape has an extent of 20 digits, which no memory holds; write the array again."
      ),
      (
        file(header: header("<f8", shape: "(4611686018427387904, 4)")),
        "The shape [4611686018427387904, 4] is one that no memory holds; write the array again."
      ),
      (
        file(header: header("|b1", shape: "(2, -3)")),
        "The shape [2, -3] has the extent -3, but an extent is at least 0; write the array again."
      ),
      (
        file(header: header("|b1", shape: "(0,)") + "{}"),
        "The npy header is not a dictionary of descr, fortran_order and shape; "
          + "write the file with numpy.save."
      ),
      (
        file(header: header("<f8", shape: "(2, 3)"), payload: [1, 2]),
        "The shape [2, 3] of F64 needs 48 bytes but 2 follow the header; write the file again."
      ),
    ] as [([UInt8], String)])
  func malformed(bytes: [UInt8], sentence: String) {
    #expect(refusal { _ = try NpyFile(parsing: bytes, named: "a.npy") } == "a.npy: " + sentence)
  }

  @Test("NumPy does not know bfloat16")
  func bfloat() throws {
    let tensor = try Tensor(elementType: .bfloat16, shape: [1], bytes: [0, 0])
    #expect(
      refusal { _ = try NpyFile.bytes(of: tensor) }
        == "The tensor: The type is BF16, which NumPy does not know; "
        + "convert the tensor to float32.")
  }

  @Test("A file is read from a path; a folder, or nothing, is refused")
  func paths() throws {
    let tensor = try Tensor(shape: [2], elements: [1, 2] as [Int8])
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.npy").path
      try Data(NpyFile.bytes(of: tensor)).write(to: URL(fileURLWithPath: path))
      #expect(try NpyFile(path: path).tensor == tensor)
      #expect(try NpyFile(path: path).tensor.origin == path)
      for path in [folder.path, "no/such.npy", "", "/dev/null"] {
        #expect(
          refusal { _ = try NpyFile(path: path) }
            == "\(path.isEmpty ? "\"\"" : path): The file cannot be read; give the path of a "
            + "readable one.")
      }
    }
  }
}
