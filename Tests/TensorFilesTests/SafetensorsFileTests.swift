import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  /// What the safetensors library wrote to `WrittenByOthers.safetensors`.
  static func tensors() throws -> [String: Tensor] {
    try [
      "b": Tensor(shape: [2], elements: [true, false]),
      "u8": Tensor(shape: [2], elements: [255, 2] as [UInt8]),
      "i8": Tensor(shape: [2], elements: [-1, 2] as [Int8]),
      "i16": Tensor(shape: [1], elements: [-2] as [Int16]),
      "f16": Tensor(elementType: .float16, shape: [1], bytes: [0, 0x3E]),
      "bf16": Tensor(elementType: .bfloat16, shape: [1], bytes: [0xC0, 0xBF]),
      "i32": Tensor(shape: [1], elements: [-2] as [Int32]),
      "f32": Tensor(shape: [1, 2], elements: [1.5, -2] as [Float]),
      "f64": Tensor(shape: [], elements: [0.1]),
      "i64": Tensor(shape: [1], elements: [-3] as [Int64]),
      "a \"q\"\n\u{E9}": Tensor(shape: [0, 3], elements: [] as [Float]),
    ]
  }

  @Test("A file of the safetensors library is read, and written to the byte")
  func library() throws {
    let file = try SafetensorsFile(parsing: WrittenByOthers.safetensors, named: "a.safetensors")
    let tensors = try Self.tensors()
    #expect(file.metadata == ["format": "pt"])
    #expect(Set(file.entries.map(\.name)) == Set(tensors.keys))
    for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
    #expect(try file.tensor("f16").floats() == [1.5])
    #expect(try file.tensor("bf16").floats() == [-1.5])
    #expect(try file.tensor("f32").origin == "a.safetensors, f32")
    #expect(file.entry("f32")?.shape == [1, 2])
    #expect(file.entry("f33") == nil)
    let written = try SafetensorsFile.bytes(of: tensors, metadata: ["format": "pt"])
    #expect(written == WrittenByOthers.safetensors)
  }

  @Test("What is written is read back from a path, also nothing")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      for tensors in [[:], try tensorOfEachType()] {
        let bytes = try SafetensorsFile.bytes(of: tensors)
        #expect(bytes[8..<bytes.count].firstIndex(of: 0x7B) == 8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let file = try SafetensorsFile(path: path)
        #expect(file.entries.count == tensors.count)
        for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
      }
    }
  }

  @Test("Any text is a name")
  func names() throws {
    for name in ["", "\u{1}\t\u{8}\u{C}\r\n", "\\\"/", "\u{1F600}", "\u{7F}"] {
      let bytes = try SafetensorsFile.bytes(
        of: [name: Tensor(shape: [1], elements: [true])], metadata: [name: name])
      let file = try SafetensorsFile(parsing: bytes, named: "a")
      #expect(file.entries.map(\.name) == [name])
      #expect(file.metadata == [name: name])
    }
    let escaped = "{\"\\ud83d\\ude00\\u0041\\/\":\(Self.entry)}"
    let file = try SafetensorsFile(parsing: Self.file(escaped, data: 4), named: "a")
    #expect(file.entries.map(\.name) == ["\u{1F600}A/"])
  }

  @Test(
    "Metadata are those that the reference library finds (0.8.0)",
    arguments: [
      ("null", [:]), (" {} ", [:]), (#"{"k":"1","k":"2"}"#, ["k": "2"]),
      (#"{"a":"\u0000"}"#, ["a": "\0"]),
    ] as [(String, [String: String])])
  func metadata(_ text: String, _ metadata: [String: String]) throws {
    let header = "{\"__metadata__\":\(text),\"a\":\(Self.entry)}"
    let file = try SafetensorsFile(parsing: Self.file(header, data: 4), named: "a")
    #expect(file.metadata == metadata)
    #expect(try file.tensor("a").bytes == [0, 1, 2, 3])
  }

  @Test("Spaces are allowed, and any order of keys and data")
  func order() throws {
    let header =
      "{ \"b\" : {\"data_offsets\": [ 4,\t8 ], \"shape\" : [2, 2]\n, \"dtype\":\"I8\"} ,"
      + "\"a\":\(Self.entry) }  \n"
    let file = try SafetensorsFile(parsing: Self.file(header, data: 8), named: "a")
    #expect(file.entries.map(\.name) == ["a", "b"])
    #expect(try file.tensor("b").integers() == [4, 5, 6, 7])
  }

  @Test("A tensor that is not there is refused with the names that are")
  func missing() throws {
    let file = try SafetensorsFile(
      parsing: SafetensorsFile.bytes(of: tensorOfEachType()), named: "m.safetensors")
    #expect(
      refusal { _ = try file.tensor("head.weight") }
        == "m.safetensors: There is no tensor \"head.weight\", but a.BF16, a.BOOL, a.F16, a.F32 "
        + "and 9 more; check the name, or the model that the file is of.")
    let empty = try SafetensorsFile(parsing: SafetensorsFile.bytes(of: [:]), named: "m")
    #expect(
      refusal { _ = try empty.tensor("a") }
        == "m: There is no tensor \"a\", but none; check the name, or the model that the file is "
        + "of.")
  }

  @Test("A file that changes while it is open is refused")
  func changed() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      let bytes = try SafetensorsFile.bytes(of: ["a": Tensor(shape: [1], elements: [0.5])])
      try Data(bytes).write(to: url)
      let file = try SafetensorsFile(path: url.path)
      try Data(bytes.dropLast()).write(to: url)
      #expect(
        refusal { _ = try file.tensor("a") }
          == "\(url.path): The bytes \(bytes.count - 8) to \(bytes.count) cannot be read; the file "
          + "changed meanwhile, or its disk fails: copy it and try again.")
    }
  }

  @Test("A name that safetensors keeps for itself is not written")
  func reserved() throws {
    #expect(
      refusal {
        _ = try SafetensorsFile.bytes(of: ["__metadata__": Tensor(shape: [1], elements: [0.5])])
      } == "The name __metadata__ is not one of a tensor; choose another.")
  }

  /// A tensor of the first four bytes.
  static let entry = #"{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#

  static func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let count = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
      + (0..<data).map { UInt8($0) }
  }
}
