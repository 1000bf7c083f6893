import Basics

/// Where the directory of a zip file lies, and how many members it lists: from the record that ends
/// the file, and from that of zip64 before it where there is one.
struct ZipEnd {
  let directory: Range<Int>
  let count: Int

  static let signature: [UInt8] = [0x50, 0x4B, 5, 6]
  static let size = 22
  private static let locatorSignature: [UInt8] = [0x50, 0x4B, 6, 7]
  private static let locatorSize = 20
  private static let record64Signature: [UInt8] = [0x50, 0x4B, 6, 6]
  private static let record64Size = 56
  /// What a field says whose value is in the record of zip64.
  static let elsewhere16 = 0xFFFF
  static let elsewhere32 = 0xFFFF_FFFF

  /// - Throws: `Refusal` for a file that does not end so.
  init(_ source: ByteSource) throws(Refusal) {
    // A comment of up to 65,535 bytes may follow the record that ends the file.
    let tailStart = max(0, source.size - Self.size - 65_535)
    let tail = try source.read(tailStart..<source.size)
    let candidates = stride(from: tail.count - Self.size, through: 0, by: -1)
    guard
      let place = candidates.first(where: { place in
        tail[place] == 0x50 && tail[place...].starts(with: Self.signature)
          && tail[place + 20..<place + 22].littleEndian == tail.count - place - Self.size
      })
    else {
      throw Refusal(
        in: source.name,
        "The file does not end as a zip file does, which an npz file is; copy it again, or write "
          + "it with numpy.savez.")
    }
    let fields = ZipFields(bytes: tail, start: place)
    let plain = Numbers(
      count: fields.short(10), size: fields.long(12), start: fields.long(16),
      end: tailStart + place)
    let numbers = try Self.numbers64(source, before: plain) ?? plain
    let isOneDisk = [4, 6].allSatisfy { [0, Self.elsewhere16].contains(fields.short($0)) }
    guard isOneDisk, fields.short(8) == fields.short(10), numbers.start <= numbers.end,
      numbers.size == numbers.end - numbers.start
    else { throw Self.damaged(source) }
    directory = numbers.start..<numbers.end
    count = numbers.count
  }

  static func damaged(_ source: ByteSource) -> Refusal {
    Refusal(
      in: source.name,
      "The zip directory of the npz file is damaged; copy the file again, or write it with "
        + "numpy.savez.")
  }

  /// What a record says of the directory.
  private struct Numbers {
    let count: Int
    let size: Int
    let start: Int
    /// Where the record itself begins, which the directory reaches.
    let end: Int

    /// Whether the record of a file without zip64 says so, or that it cannot.
    func agrees(with plain: Numbers) -> Bool {
      [count, elsewhere16].contains(plain.count) && [size, elsewhere32].contains(plain.size)
        && [start, elsewhere32].contains(plain.start)
    }
  }

  /// The numbers of the record of zip64; nil where there is none.
  private static func numbers64(
    _ source: ByteSource, before plain: Numbers
  ) throws(Refusal) -> Numbers? {
    let locatorStart = plain.end - locatorSize
    guard locatorStart >= 0 else { return nil }
    let locator = try source.read(locatorStart..<plain.end)
    guard locator.starts(with: locatorSignature) else { return nil }
    guard let start = ZipFields(bytes: locator, start: 0).longLong(8),
      start <= locatorStart - record64Size
    else { throw damaged(source) }
    let record = try source.read(start..<start + record64Size)
    let fields = ZipFields(bytes: record, start: 0)
    guard record.starts(with: record64Signature), fields.longLong(4) == locatorStart - start - 12,
      fields.long(16) == 0, fields.long(20) == 0, fields.longLong(24) == fields.longLong(32),
      let count = fields.longLong(32), let size = fields.longLong(40),
      let directoryStart = fields.longLong(48)
    else { throw damaged(source) }
    let numbers = Numbers(count: count, size: size, start: directoryStart, end: start)
    guard numbers.agrees(with: plain) else { throw damaged(source) }
    return numbers
  }
}

/// The numbers of a record, by their offsets in it.
struct ZipFields {
  let bytes: [UInt8]
  let start: Int

  func short(_ offset: Int) -> Int { bytes[start + offset..<start + offset + 2].littleEndian }
  func long(_ offset: Int) -> Int { bytes[start + offset..<start + offset + 4].littleEndian }

  /// nil for a number that no file has.
  func longLong(_ offset: Int) -> Int? {
    let high = long(offset + 4)
    return high <= 0x7FFF_FFFF ? high << 32 | long(offset) : nil
  }
}
