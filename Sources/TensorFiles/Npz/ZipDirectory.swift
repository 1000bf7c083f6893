import Basics
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

  static let entrySignature: [UInt8] = [0x50, 0x4B, 1, 2]
  static let memberSignature: [UInt8] = [0x50, 0x4B, 3, 4]
  static let entrySize = 46
  static let memberSize = 30
  /// In the fields that tell of a member: names are UTF-8.
  static let utf8Flag = 1 << 11
  private static let encryptedFlag = 1

  /// In the order of the directory.
  private(set) var members: [Member] = []
  private let source: ByteSource

  /// - Throws: `Refusal` if the directory is not sound, or members overlap.
  init(_ source: ByteSource) throws(Refusal) {
    self.source = source
    let end = try ZipEnd(source)
    let directory = end.directory
    let bytes = try source.read(directory)
    var position = 0
    for _ in 0..<end.count {
      guard bytes.count - position >= Self.entrySize,
        bytes[position...].starts(with: Self.entrySignature)
      else { throw damaged }
      let fields = ZipFields(bytes: bytes, start: position)
      position += Self.entrySize
      let rest = fields.short(28) + fields.short(30) + fields.short(32)
      guard bytes.count - position >= rest else { throw damaged }
      let extraStart = position + fields.short(28)
      let name = Array(bytes[position..<extraStart])
      let extra = Array(bytes[extraStart..<extraStart + fields.short(30)])
      members.append(try member(fields, name, extra, before: directory.lowerBound))
      position += rest
    }
    guard position == bytes.count else { throw damaged }
    try checkLayout()
  }

  private var damaged: Refusal { ZipEnd.damaged(source) }

  private func member(
    _ fields: ZipFields, _ nameBytes: [UInt8], _ extra: [UInt8], before directoryStart: Int
  ) throws(Refusal) -> Member {
    // Without the flag names are in code page 437 by the standard; on Linux they are UTF-8, too.
    guard let name = String(bytes: nameBytes, encoding: .utf8) else {
      throw Refusal(
        in: source.name,
        "The name of a member is not UTF-8; write the file with numpy.savez, or rename the array.")
    }
    let place = "\(source.name), \(name.shown)"
    guard fields.short(8) & Self.encryptedFlag == 0 else {
      throw Refusal(
        in: place, "The member is encrypted, which is not read; write it with numpy.savez.")
    }
    guard let compression = Compression(rawValue: fields.short(10)) else {
      throw Refusal(
        in: place,
        "The member has the compression method \(fields.short(10)), but 0 (stored) and 8 "
          + "(deflate) are read; write it with numpy.savez or numpy.savez_compressed.")
    }
    guard let sizes = ZipSizes(fields, extra: extra) else { throw damaged }
    let (stored, size, start) = (sizes.stored, sizes.size, sizes.start)
    // No more bytes are stored than the file has, so that the product does not overflow.
    let most =
      compression == .stored ? stored : min(stored, source.size) * Deflate.ratioMax
    guard size == most || compression == .deflated && size < most else {
      throw Refusal(
        in: place,
        "The member says that its \(stored) bytes give \(size), but its compression gives at most "
          + "\(most); write the file again.")
    }
    let dataStart = try dataStart(of: nameBytes, at: start, place)
    guard dataStart <= directoryStart, stored <= directoryStart - dataStart else {
      throw Refusal(
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
  ) throws(Refusal) -> Int {
    let damaged = Refusal(
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
  private func checkLayout() throws(Refusal) {
    let ordered = members.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for (left, right) in zip(ordered, ordered.dropFirst())
    where left.range.upperBound > right.range.lowerBound {
      throw Refusal(
        in: "\(source.name), \(right.name.shown)",
        "The member begins at byte \(right.range.lowerBound), inside \"\(left.name.shown)\", which "
          + "ends at \(left.range.upperBound); write the file again.")
    }
  }
}
