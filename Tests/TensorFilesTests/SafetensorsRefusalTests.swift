import TensorFiles
import Testing

/// Every refusal of a safetensors file has its whole text here.
@Suite struct SafetensorsRefusalTests {
  private static let again = "write the file again with the safetensors library."

  private func sentence(_ bytes: [UInt8]) -> String {
    refusal { _ = try SafetensorsFile(parsing: bytes, named: "m") }
  }

  private func sentence(_ header: String, data: Int = 4) -> String {
    sentence(SafetensorsFileTests.file(header, data: data))
  }

  @Test("A header whose length lies is refused")
  func length() {
    #expect(
      sentence([1, 2, 3])
        == "m: The file has 3 bytes, but a safetensors file begins with 8 that give the length of "
        + "its header; copy the file again.")
    #expect(
      sentence(SafetensorsFileTests.file("{}", data: 0, length: 100_000_001))
        == "m: The header is 100000001 bytes long, but safetensors allows 100000000; check that it "
        + "is a safetensors file.")
    #expect(
      sentence(SafetensorsFileTests.file("{}", data: 0, length: .max))
        == "m: The header is 18446744073709551615 bytes long, but safetensors allows 100000000; "
        + "check that it is a safetensors file.")
    #expect(
      sentence(SafetensorsFileTests.file("{}", data: 0, length: 3))
        == "m: The header is 3 bytes long, but 2 follow in the file; copy the file again.")
    #expect(
      sentence(" {}", data: 0) == "m: The header does not begin with \"{\"; \(Self.again)")
  }

  static let notJSON: [(String, String)] = [
    ("{", "byte 1 there is no string"),
    ("{\"a", "byte 3 there is no quotation mark"),
    ("{\"a\"}", "byte 4 there is no \":\""),
    ("{a:1}", "byte 1 there is no string"),
    ("{\"a\":[]}", "byte 5 there is no \"{\""),
    ("{\"a\":\(SafetensorsFileTests.entry)", "byte 52 there is no \"}\""),
    ("{\"a\":\(SafetensorsFileTests.entry)}x", "byte 53 there is no end"),
    ("{\"a\\x\":1}", "byte 5 there is no escaped character before this byte"),
    ("{\"a\\", "byte 4 there is no escaped character"),
    ("{\"\\u12g4\":1}", "byte 4 there is no four hexadecimal digits"),
    ("{\"\\ud800\":1}", "byte 8 there is no second half of a surrogate pair"),
    (
      "{\"\\ud800\\u0041\":1}",
      "byte 14 there is no second half of a surrogate pair before this byte"
    ),
    ("{\"a\nb\":1}", "byte 4 there is no printable character before this byte"),
    ("{\"a\":{\"shape\":[1.5]}}", "byte 16 there is no \"]\""),
    ("{\"a\":{\"shape\":[01]}}", "byte 15 there is no whole number"),
    ("{\"a\":{\"shape\":[4,]}}", "byte 17 there is no whole number"),
    ("{\"__metadata__\":{\"a\":1}}", "byte 21 there is no string"),
  ]

  @Test("A header that is not JSON is refused with the place", arguments: notJSON)
  func json(_ header: String, _ what: String) {
    #expect(
      sentence(header)
        == "m: The header is not the JSON of a safetensors file, for at its \(what); write the "
        + "file with the safetensors library.")
  }

  @Test("Text that is not UTF-8 is refused")
  func utf8() {
    var bytes = SafetensorsFileTests.file("{\"a\":\(SafetensorsFileTests.entry)}", data: 4)
    bytes[10] = 0xFF
    #expect(
      sentence(bytes)
        == "m: The header is not the JSON of a safetensors file, for at its byte 4 there is no "
        + "UTF-8 before this quotation mark; write the file with the safetensors library.")
  }

  @Test("A name that occurs twice is refused")
  func twice() {
    let entry = SafetensorsFileTests.entry
    #expect(
      sentence("{\"a\":\(entry),\"\\u0061\":\(entry)}")
        == "m: The name \"a\" occurs twice; \(Self.again)")
    #expect(
      sentence("{\"__metadata__\":{},\"__metadata__\":{}}")
        == "m: The name \"__metadata__\" occurs twice; \(Self.again)")
    #expect(
      sentence(#"{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#)
        == "m, a: The key \"dtype\" occurs twice; write the file again.")
  }

  static let entries: [(String, String)] = [
    (#""shape":[4],"data_offsets":[0,4]"#, "The key \"dtype\" is missing; write the file again."),
    (#""dtype":"U8","data_offsets":[0,4]"#, "The key \"shape\" is missing; write the file again."),
    (#""dtype":"U8","shape":[4]"#, "The key \"data_offsets\" is missing; write the file again."),
    (
      #""dtype":"U8","stride":[4]"#,
      "The key \"stride\" is not one of dtype, shape, data_offsets; write the file again."
    ),
    (
      #""dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]"#,
      "The dtype \"F8_E4M3\" is not one of BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, "
        + "I64, U64; convert the tensor before saving it."
    ),
    (
      #""dtype":"U8","shape":[-4],"data_offsets":[0,4]"#,
      "The shape [-4] has the extent -4, but an extent is at least 0; write the array again."
    ),
    (
      #""dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]"#,
      "The shape holds 99999999999999999999, which no memory holds; write the file again."
    ),
    (
      #""dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]"#,
      "The shape [4294967296, 4294967296] is one that no memory holds; write the array again."
    ),
    (
      "\"dtype\":\"U8\",\"shape\":[\([String](repeating: "1", count: 33).joined(separator: ","))]",
      "The shape has more than 32 numbers; write the file again."
    ),
    (
      #""dtype":"F32","shape":[2],"data_offsets":[0,4]"#,
      "The shape [2] of F32 needs 8 bytes but the data_offsets [0, 4] give 4; write the file again."
    ),
    (
      #""dtype":"U8","shape":[4],"data_offsets":[4,0]"#,
      "The data_offsets are [4, 0], but they are where the data begin and where they end; "
        + "write the file again."
    ),
    (
      #""dtype":"U8","shape":[4],"data_offsets":[9223372036854775800,9223372036854775804]"#,
      "The data_offsets are [9223372036854775800, 9223372036854775804], but they are where the "
        + "data begin and where they end; write the file again."
    ),
    (
      #""dtype":"U8","shape":[4],"data_offsets":[0,4,8]"#,
      "The data_offsets has more than 2 numbers; write the file again."
    ),
  ]

  @Test("A tensor whose description is wrong is refused with its name", arguments: entries)
  func entry(_ description: String, _ sentence: String) {
    #expect(self.sentence("{\"a.b\\u0007\":{\(description)}}") == "m, a.b\\u{7}: " + sentence)
  }

  /// A header of tensors `a`, `b` and so on of bytes.
  private func header(_ ranges: Range<Int>...) -> String {
    let entries = zip("abc", ranges).map { name, range in
      "\"\(name)\":{\"dtype\":\"U8\",\"shape\":[\(range.count)],"
        + "\"data_offsets\":[\(range.lowerBound),\(range.upperBound)]}"
    }
    return "{\(entries.joined(separator: ","))}"
  }

  @Test("Data that overlap, leave a gap or do not fill the file are refused")
  func layout() {
    #expect(sentence(header(0..<2, 2..<2, 2..<4)) == "nothing was refused")
    // The header of two tensors has 105 bytes, of one 53; data begin 8 later.
    #expect(
      sentence(header(0..<3, 2..<4))
        == "m, b: The data begin at byte 115 of the file, inside those of \"a\", which end at 116; "
        + Self.again)
    #expect(
      sentence(header(0..<1, 2..<4))
        == "m, b: The data begin at byte 115 of the file, behind a gap from byte 114, but there "
        + "must be none; \(Self.again)")
    #expect(
      sentence(header(0..<4), data: 3)
        == "m, a: The data end at byte 65 of the file, which has 64; copy the file again.")
    #expect(
      sentence(header(0..<4), data: 5)
        == "m: The data end at byte 65, but the file has 66; \(Self.again)")
  }
}
