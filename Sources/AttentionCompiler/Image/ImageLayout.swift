import AttentionSpec

/// Bytes of the data window as they are placed, one thing after another.
struct ImageLayout {
  private(set) var bytes: [UInt8] = []
  private let alignment: Int

  /// - Parameter alignment: Of every thing.
  init(alignment: Int) {
    self.alignment = alignment
  }

  /// Places a thing.
  ///
  /// - Returns: Where it begins.
  mutating func place(_ thing: [UInt8]) -> Int {
    let offset = bytes.count
    bytes += thing
    bytes += Array(repeating: 0, count: Self.rounded(bytes.count, alignment) - bytes.count)
    return offset
  }

  static func rounded(_ count: Int, _ alignment: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }
}
