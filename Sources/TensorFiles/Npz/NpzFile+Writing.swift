import Basics

extension NpzFile {
  /// How members are kept.
  public enum Compression: Sendable, CaseIterable {
    case stored
    case deflated
  }

  /// The bytes of a file, its members sorted by name and dated 1980-01-01.
  ///
  /// - Throws: `Refusal` for `BF16`, a name of over 65,531 bytes, over 65,534 tensors, or a
  ///   file of nearly 4 GB or more.
  public static func bytes(
    of tensors: [String: Tensor], compression: Compression
  ) throws(Refusal) -> [UInt8] {
    guard tensors.count < 0xFFFF else {
      throw Refusal("An npz file holds less than 65535 tensors; write several files.")
    }
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let nameBytes = Array("\(name).npy".utf8)
      let plain = try NpyFile.bytes(of: tensor)
      let method: ZipDirectory.Compression = compression == .stored ? .stored : .deflated
      let data = method == .stored ? plain : Deflate.deflated(plain)
      guard let data, nameBytes.count <= 0xFFFF, plain.count < 0xFFFF_FFFF,
        file.count + data.count + directory.count < 0xF000_0000
      else {
        throw Refusal(
          in: name.shown, "The npz file becomes too large for the zip format; write several files.")
      }
      // Version 2.0, the flags, the method, the time 0:00 and the date 1980-01-01.
      var fields = [20, ZipDirectory.utf8Flag, method.rawValue, 0, 0x21].flatMap {
        UInt16($0).littleEndianBytes
      }
      fields += Deflate.checksum(plain).littleEndianBytes
      fields += UInt32(data.count).littleEndianBytes + UInt32(plain.count).littleEndianBytes
      fields += UInt16(nameBytes.count).littleEndianBytes + [0, 0]
      let start = UInt32(file.count).littleEndianBytes
      file += ZipDirectory.memberSignature + fields + nameBytes + data
      directory += ZipDirectory.entrySignature + [20, 0] + fields
      directory += [UInt8](repeating: 0, count: 10) + start + nameBytes
    }
    let count = UInt16(tensors.count).littleEndianBytes
    let end =
      ZipEnd.signature + [0, 0, 0, 0] + count + count
      + UInt32(directory.count).littleEndianBytes + UInt32(file.count).littleEndianBytes + [0, 0]
    return file + directory + end
  }
}
