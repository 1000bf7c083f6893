/// The numbers of a member that are in the extra field of zip64 where 32 bits are too few, or where
/// the writer did not know them in time.
struct ZipSizes {
  /// Bytes in the file.
  private(set) var stored: Int
  /// Bytes once they are decompressed.
  private(set) var size: Int
  /// Where the header of the member begins.
  private(set) var start: Int

  private static let zip64 = 1

  /// - Parameters:
  ///   - fields: The entry of the member in the directory.
  ///   - extra: Its extra fields: a kind, a length and as many bytes, each.
  /// - Returns: nil where a number is said to be in an extra field that is not there.
  init?(_ fields: ZipFields, extra: [UInt8]) {
    (stored, size, start) = (fields.long(20), fields.long(24), fields.long(42))
    let rest = [size, stored, start].filter { $0 == ZipEnd.elsewhere32 }.count
    guard rest > 0 else { return }
    guard let range = Self.field(Self.zip64, in: extra), range.count >= 8 * rest else { return nil }
    let numbers = ZipFields(bytes: extra, start: range.lowerBound)
    // In this order, each only where it is elsewhere.
    var offset = 0
    let paths: [WritableKeyPath<ZipSizes, Int>] = [\.size, \.stored, \.start]
    for path in paths where self[keyPath: path] == ZipEnd.elsewhere32 {
      guard let number = numbers.longLong(offset) else { return nil }
      self[keyPath: path] = number
      offset += 8
    }
  }

  /// Where the bytes of the first field of a kind lie.
  private static func field(_ kind: Int, in extra: [UInt8]) -> Range<Int>? {
    var position = 0
    while extra.count - position >= 4 {
      let fields = ZipFields(bytes: extra, start: position)
      let (start, length) = (position + 4, fields.short(2))
      guard length <= extra.count - start else { return nil }
      if fields.short(0) == kind { return start..<start + length }
      position = start + length
    }
    return nil
  }
}
