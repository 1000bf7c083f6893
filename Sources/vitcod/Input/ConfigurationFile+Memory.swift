import AttentionSpec

// What a file may say of the parts beside the array; what it does not say follows from the rest.

extension MemoryShape {
  private static var parts: [(key: String, path: WritableKeyPath<MemoryShape, Int>)] {
    [
      ("banks", \.banks), ("queries", \.queries), ("keys", \.keys), ("values", \.values),
      ("slots", \.slots), ("slotsAhead", \.slotsAhead), ("scores", \.scores), ("rows", \.rows),
      ("finishedRows", \.finishedRows), ("outputs", \.outputs), ("codeBeats", \.codeBeats),
      ("valueBeats", \.valueBeats), ("indexBeats", \.indexBeats),
    ]
  }

  mutating func read(from root: YAMLMapping) throws {
    try root.read("memory", Self.parts, into: &self)
  }
}

extension DecoderShape {
  private static var parts: [(key: String, path: WritableKeyPath<DecoderShape, Int>)] {
    [
      ("codes", \.codes), ("heads", \.heads), ("codesMax", \.codesMax),
    ]
  }

  mutating func read(from root: YAMLMapping) throws {
    try root.read("decoder", Self.parts, into: &self)
  }
}

extension PortShape {
  private static var parts: [(key: String, path: WritableKeyPath<PortShape, Int>)] {
    [
      ("dataBits", \.dataBits), ("addressBits", \.addressBits), ("burstBytes", \.burstBytes),
      ("writes", \.writes),
    ]
  }

  mutating func read(from root: YAMLMapping) throws {
    try root.read("port", Self.parts, into: &self)
  }
}

extension YAMLMapping {
  /// Reads the numbers that a mapping has, if there is one.
  fileprivate func read<Shape>(
    _ key: String, _ parts: [(key: String, path: WritableKeyPath<Shape, Int>)],
    into shape: inout Shape
  ) throws {
    guard let mapping = try optionalMapping(key, others: parts.map(\.key)) else { return }
    for part in parts { try mapping.set(part.key, &shape[keyPath: part.path]) }
  }
}
