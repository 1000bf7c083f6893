import Basics

/// The header of a safetensors file, checked against the size of the file.
struct SafetensorsHeader {
  /// The reference library refuses longer ones, too.
  static let lengthMax = 100_000_000
  private static let metadataKey = "__metadata__"
  private static let remedy = "write the file again with the safetensors library."

  /// In the order of the data.
  private(set) var entries: [SafetensorsFile.Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let file: String

  init(_ source: ByteSource) throws(Refusal) {
    file = source.name
    let length = try Self.length(source)
    let text = try source.read(8..<8 + length)
    guard text.first == UInt8(ascii: "{") else {
      throw Refusal(in: file, "The header does not begin with \"{\"; \(Self.remedy)")
    }
    var scanner = JSONScanner(text, in: file)
    var names: Set<String> = []
    try scanner.list(from: "{", to: "}") { scanner throws(Refusal) in
      let name = try scanner.string()
      try scanner.expect(":")
      guard names.insert(name).inserted else {
        throw Refusal(in: file, "The name \"\(name.shown)\" occurs twice; \(Self.remedy)")
      }
      if name == Self.metadataKey {
        try readMetadata(&scanner)
      } else {
        var reader = SafetensorsEntryReader(name: name, in: "\(file), \(name.shown)")
        entries.append(try reader.read(&scanner, dataStart: 8 + length))
      }
    }
    try scanner.expectEnd()
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound)
        < ($1.range.lowerBound, $1.range.upperBound)
    }
    try checkLayout(from: 8 + length, to: source.size)
  }

  private static func length(_ source: ByteSource) throws(Refusal) -> Int {
    guard source.size >= 8 else {
      throw Refusal(
        in: source.name,
        "The file has \(source.size) bytes, but a safetensors file begins with 8 that give the "
          + "length of its header; copy the file again.")
    }
    let bytes = try source.read(0..<8)
    let length = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= lengthMax else {
      throw Refusal(
        in: source.name,
        "The header is \(length) bytes long, but safetensors allows \(lengthMax); check that "
          + "it is a safetensors file.")
    }
    guard Int(length) <= source.size - 8 else {
      throw Refusal(
        in: source.name,
        "The header is \(length) bytes long, but \(source.size - 8) follow in the file; "
          + "copy the file again.")
    }
    return Int(length)
  }

  /// As the reference library has them: null are none, and of a key that occurs twice the last text
  /// counts.
  private mutating func readMetadata(_ scanner: inout JSONScanner) throws(Refusal) {
    if scanner.accept(word: "null") { return }
    var found: [String: String] = [:]
    try scanner.list(from: "{", to: "}") { scanner throws(Refusal) in
      let key = try scanner.string()
      try scanner.expect(":")
      found[key] = try scanner.string()
    }
    metadata = found
  }

  /// The data follow each other without gaps, up to the end of the file.
  private func checkLayout(from start: Int, to end: Int) throws(Refusal) {
    var last: SafetensorsFile.Entry?
    for entry in entries {
      let place = "\(file), \(entry.name.shown)"
      let expected = last?.range.upperBound ?? start
      guard entry.range.upperBound <= end else {
        throw Refusal(
          in: place,
          "The data end at byte \(entry.range.upperBound) of the file, which has \(end); "
            + "copy the file again.")
      }
      guard entry.range.lowerBound >= expected else {
        throw Refusal(
          in: place,
          "The data begin at byte \(entry.range.lowerBound) of the file, inside those of "
            + "\"\(last?.name.shown ?? "")\", which end at \(expected); \(Self.remedy)")
      }
      guard entry.range.lowerBound == expected else {
        throw Refusal(
          in: place,
          "The data begin at byte \(entry.range.lowerBound) of the file, behind a gap from byte "
            + "\(expected), but there must be none; \(Self.remedy)")
      }
      last = entry
    }
    let used = last?.range.upperBound ?? start
    guard used == end else {
      throw Refusal(
        in: file,
        "The data end at byte \(used), but the file has \(end); \(Self.remedy)")
    }
  }
}

/// Reads what the header says of one tensor.
private struct SafetensorsEntryReader {
  private let name: String
  private let place: String
  private var elementType: ElementType?
  private var shape: [Int]?
  private var offsets: [Int]?

  init(name: String, in place: String) {
    self.name = name
    self.place = place
  }

  mutating func read(
    _ scanner: inout JSONScanner, dataStart: Int
  ) throws(Refusal) -> SafetensorsFile.Entry {
    var reader = self
    try scanner.list(from: "{", to: "}") { scanner throws(Refusal) in
      let key = try scanner.string()
      try scanner.expect(":")
      try reader.readValue(of: key, &scanner)
    }
    self = reader
    guard let elementType else { throw missing("dtype") }
    guard let shape else { throw missing("shape") }
    guard let offsets else { throw missing("data_offsets") }
    let size = try Tensor.byteCount(of: shape, elementType, in: place)
    guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1],
      offsets[1] <= Int.max - dataStart
    else {
      throw Refusal(
        in: place,
        "The data_offsets are \(offsets), but they are where the data begin and where they end; "
          + "write the file again.")
    }
    guard offsets[1] - offsets[0] == size else {
      throw Refusal(
        in: place,
        "The shape \(shape) of \(elementType.rawValue) needs \(size) bytes but the data_offsets "
          + "\(offsets) give \(offsets[1] - offsets[0]); write the file again.")
    }
    return SafetensorsFile.Entry(
      name: name, elementType: elementType, shape: shape,
      range: offsets[0] + dataStart..<offsets[1] + dataStart)
  }

  private mutating func readValue(
    of key: String, _ scanner: inout JSONScanner
  ) throws(Refusal) {
    switch key {
    case "dtype" where elementType == nil:
      let name = try scanner.string()
      guard let type = ElementType(rawValue: name) else {
        let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
        throw Refusal(
          in: place,
          "The dtype \"\(name.shown)\" is not one of \(known); convert the tensor before saving it."
        )
      }
      elementType = type
    case "shape" where shape == nil:
      shape = try integers(&scanner, "shape", countMax: Tensor.axesMax)
    case "data_offsets" where offsets == nil:
      offsets = try integers(&scanner, "data_offsets", countMax: 2)
    case "dtype", "shape", "data_offsets":
      throw Refusal(in: place, "The key \"\(key)\" occurs twice; write the file again.")
    default:
      throw Refusal(
        in: place,
        "The key \"\(key.shown)\" is not one of dtype, shape, data_offsets; write the file again.")
    }
  }

  private func integers(
    _ scanner: inout JSONScanner, _ key: String, countMax: Int
  ) throws(Refusal) -> [Int] {
    var numbers: [Int] = []
    try scanner.list(from: "[", to: "]") { scanner throws(Refusal) in
      let text = try scanner.number()
      guard let number = Int(text) else {
        throw Refusal(
          in: place,
          "The \(key) holds \(text.shown), which no memory holds; write the file again.")
      }
      guard numbers.count < countMax else {
        throw Refusal(
          in: place, "The \(key) has more than \(countMax) numbers; write the file again.")
      }
      numbers.append(number)
    }
    return numbers
  }

  private func missing(_ key: String) -> Refusal {
    Refusal(in: place, "The key \"\(key)\" is missing; write the file again.")
  }
}
