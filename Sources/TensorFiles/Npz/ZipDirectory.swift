import Foundation

/// The members of a zip file, from its central directory.
///
/// The format is described in PKWARE's APPNOTE.TXT. Files of one part and below 4 GB are read,
/// without encryption; members are stored or deflated.
struct ZipDirectory {
  enum Compression: Int {
    case stored = 0
    case deflated = 8
  }

  struct Member {
    let name: String
    let compression: Compression
    let checksum: UInt32
    /// Bytes once they are decompressed.
    let size: Int
    /// The bytes of the file that hold the member.
    fileprivate(set) var range: Range<Int>
  }

  static let endSignature: [UInt8] = [0x50, 0x4B, 5, 6]
  static let entrySignature: [UInt8] = [0x50, 0x4B, 1, 2]
  static let memberSignature: [UInt8] = [0x50, 0x4B, 3, 4]
  static let endSize = 22
  static let entrySize = 46
  static let memberSize = 30
  /// In the fields that tell of a member: names are UTF-8.
  static let utf8Flag = 1 << 11
  private static let encryptedFlag = 1

  /// In the order of the directory.
  private(set) var members: [Member] = []
  private let source: ByteSource

  /// - Throws: `FileRefusal` if the directory is not sound, or members overlap.
  init(_ source: ByteSource) throws(FileRefusal) {
    self.source = source
    let (directory, count) = try findDirectory()
    let bytes = try source.read(directory)
    var position = 0
    for _ in 0..<count {
      guard bytes.count - position >= Self.entrySize,
        bytes[position...].starts(with: Self.entrySignature)
      else { throw damaged }
      let fields = ZipFields(bytes: bytes, start: position)
      position += Self.entrySize
      let rest = fields.short(28) + fields.short(30) + fields.short(32)
      guard bytes.count - position >= rest else { throw damaged }
      let name = Array(bytes[position..<position + fields.short(28)])
      members.append(try member(fields, name, before: directory.lowerBound))
      position += rest
    }
    guard position == bytes.count else { throw damaged }
    try checkLayout()
  }

  private var damaged: FileRefusal {
    FileRefusal(
      in: source.name,
      "The zip directory of the npz file is damaged; copy the file again, or write it with "
        + "numpy.savez.")
  }

  /// Where the central directory lies, and how many members it lists.
  private func findDirectory() throws(FileRefusal) -> (Range<Int>, Int) {
    // A comment of up to 65,535 bytes may follow the record that ends the file.
    let tailStart = max(0, source.size - Self.endSize - 65_535)
    let tail = try source.read(tailStart..<source.size)
    let candidates = stride(from: tail.count - Self.endSize, through: 0, by: -1)
    guard
      let place = candidates.first(where: { place in
        tail[place] == 0x50 && tail[place...].starts(with: Self.endSignature)
          && tail[place + 20..<place + 22].littleEndian == tail.count - place - Self.endSize
      })
    else {
      throw FileRefusal(
        in: source.name,
        "The file does not end as a zip file does, which an npz file is; copy it again, or write "
          + "it with numpy.savez.")
    }
    let fields = ZipFields(bytes: tail, start: place)
    let (size, start) = (fields.long(12), fields.long(16))
    guard fields.short(10) != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
      throw tooLarge
    }
    guard fields.short(4) == 0, fields.short(6) == 0, fields.short(8) == fields.short(10),
      start + size == tailStart + place
    else { throw damaged }
    return (start..<start + size, fields.short(10))
  }

  private var tooLarge: FileRefusal {
    FileRefusal(
      in: source.name,
      "The npz file uses the zip format for over 4 GB (zip64), which is not read; split it.")
  }

  private func member(
    _ fields: ZipFields, _ nameBytes: [UInt8], before directoryStart: Int
  ) throws(FileRefusal) -> Member {
    // Without the flag names are in code page 437, whose first half is ASCII.
    let isUTF8 = fields.short(8) & Self.utf8Flag != 0
    guard isUTF8 || nameBytes.allSatisfy({ $0 < 0x80 }),
      let name = String(bytes: nameBytes, encoding: .utf8)
    else { throw damaged }
    let place = "\(source.name), \(name.shown)"
    guard fields.short(8) & Self.encryptedFlag == 0 else {
      throw FileRefusal(
        in: place, "The member is encrypted, which is not read; write it with numpy.savez.")
    }
    guard let compression = Compression(rawValue: fields.short(10)) else {
      throw FileRefusal(
        in: place,
        "The member has the compression method \(fields.short(10)), but 0 (stored) and 8 "
          + "(deflate) are read; write it with numpy.savez or numpy.savez_compressed.")
    }
    let (stored, size, start) = (fields.long(20), fields.long(24), fields.long(42))
    guard stored != 0xFFFF_FFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else { throw tooLarge }
    let sizesAgree =
      switch compression {
      case .stored: size == stored
      case .deflated: size <= stored * Deflate.ratioMaximum
      }
    guard sizesAgree else {
      throw FileRefusal(
        in: place,
        "The member says that its \(stored) bytes give \(size), but its compression gives at most "
          + "\(compression == .stored ? stored : stored * Deflate.ratioMaximum); "
          + "write the file again.")
    }
    let dataStart = try dataStart(of: nameBytes, at: start, place)
    guard dataStart <= directoryStart, stored <= directoryStart - dataStart else {
      throw FileRefusal(
        in: place,
        "The \(stored) bytes of the member begin at byte \(dataStart) and reach into the zip "
          + "directory at \(directoryStart); copy the file again.")
    }
    return Member(
      name: name, compression: compression, checksum: UInt32(fields.long(16)), size: size,
      range: dataStart..<dataStart + stored)
  }

  /// The first byte behind the header that stands before a member.
  private func dataStart(
    of name: [UInt8], at start: Int, _ place: String
  ) throws(FileRefusal) -> Int {
    let damaged = FileRefusal(
      in: place,
      "The member has no header of its own at byte \(start), where the zip directory says; "
        + "copy the file again.")
    guard start <= source.size - Self.memberSize - name.count else { throw damaged }
    let bytes = try source.read(start..<start + Self.memberSize + name.count)
    guard bytes.starts(with: Self.memberSignature) else { throw damaged }
    let fields = ZipFields(bytes: bytes, start: 0)
    guard fields.short(26) == name.count, bytes.suffix(name.count).elementsEqual(name) else {
      throw damaged
    }
    return start + Self.memberSize + name.count + fields.short(28)
  }

  /// No byte belongs to two members, which is how a small file can seem to hold a large one often.
  private func checkLayout() throws(FileRefusal) {
    let ordered = members.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for (left, right) in zip(ordered, ordered.dropFirst())
    where left.range.upperBound > right.range.lowerBound {
      throw FileRefusal(
        in: "\(source.name), \(right.name.shown)",
        "The member begins at byte \(right.range.lowerBound), inside \"\(left.name.shown)\", which "
          + "ends at \(left.range.upperBound); write the file again.")
    }
  }
}

/// The numbers of a record, by their offsets in it.
private struct ZipFields {
  let bytes: [UInt8]
  let start: Int

  func short(_ offset: Int) -> Int { bytes[start + offset..<start + offset + 2].littleEndian }
  func long(_ offset: Int) -> Int { bytes[start + offset..<start + offset + 4].littleEndian }
}
