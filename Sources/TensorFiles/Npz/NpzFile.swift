import Basics

/// Named arrays in NumPy's npz format: a zip file whose members are npy files, stored
/// (`numpy.savez`) or deflated (`numpy.savez_compressed`).
///
/// Opening reads the directory; a member is read and decompressed when its tensor is asked for.
public struct NpzFile: Sendable {
  /// What all members together may give once they are decompressed, unless the caller says else.
  public static let standardBytesMax = 4 << 30

  /// The names of the arrays, without `.npy`, in the order of the file.
  public let names: [String]
  private let source: ByteSource
  private let members: [String: ZipDirectory.Member]

  /// Opens a file.
  ///
  /// - Parameter bytesMax: What all members together may give once they are decompressed.
  /// - Throws: `Refusal` if it cannot be read, or that says what is malformed or not supported.
  public init(path: String, bytesMax: Int = standardBytesMax) throws(Refusal) {
    try self.init(ByteSource(path: path), bytesMax: bytesMax)
  }

  /// Opens the bytes of a file. No input traps.
  ///
  /// - Parameters:
  ///   - name: What messages call the file.
  ///   - bytesMax: What all members together may give once they are decompressed.
  /// - Throws: `Refusal` that says what is malformed or not supported.
  public init(
    parsing bytes: [UInt8], named name: String, bytesMax: Int = standardBytesMax
  ) throws(Refusal) {
    try self.init(ByteSource(bytes, named: name), bytesMax: bytesMax)
  }

  private init(_ source: ByteSource, bytesMax: Int) throws(Refusal) {
    let directory = try ZipDirectory(source)
    var names: [String] = []
    var members: [String: ZipDirectory.Member] = [:]
    var size = 0
    for member in directory.members where try Self.isArray(member, of: source) {
      let isNamedSo = member.name.hasSuffix(".npy")
      let name = isNamedSo ? String(member.name.dropLast(4)) : member.name
      guard members.updateValue(member, forKey: name) == nil else {
        throw Refusal(
          in: source.name, "The name \"\(name.shown)\" occurs twice; write the file again.")
      }
      names.append(name)
      size = size.addingReportingOverflow(member.size).partialValue
      guard (0...bytesMax).contains(size) else { break }
    }
    guard (0...bytesMax).contains(size) else {
      throw Refusal(
        in: source.name,
        "The members give over \(bytesMax) bytes once they are decompressed, which are not "
          + "allowed; split the file.")
    }
    self.names = names
    self.members = members
    self.source = source
  }

  /// Whether a member is an array, as NumPy tells it: by how it begins. What is named as one is
  /// taken for one, so that a damaged array is refused; folders and what macOS adds are none.
  private static func isArray(
    _ member: ZipDirectory.Member, of source: ByteSource
  ) throws(Refusal) -> Bool {
    if member.name.hasPrefix("__MACOSX/") { return false }
    if member.name.hasSuffix(".npy") { return true }
    let magic = NpyHeader.magic
    switch member.compression {
    case .stored:
      let start = member.range.prefix(magic.count)
      return try source.read(start) == magic
    case .deflated:
      // More than enough for a few bytes.
      let start = try source.read(member.range.prefix(1024))
      return Deflate.start(of: start, count: magic.count) == magic
    }
  }

  /// Reads an array.
  ///
  /// - Throws: `Refusal` if there is none of this name, or its member is damaged or malformed.
  public func tensor(_ name: String) throws(Refusal) -> Tensor {
    guard let member = members[name] else {
      throw Refusal.missing(name, among: names, in: source.name)
    }
    let place = "\(source.name), \(name.shown)"
    var bytes = try source.read(member.range)
    if member.compression == .deflated {
      guard let inflated = Deflate.inflated(bytes, size: member.size) else {
        throw Refusal(
          in: place,
          "The \(bytes.count) bytes are not a deflate stream of \(member.size); "
            + "copy the file again.")
      }
      bytes = inflated
    }
    let checksum = Deflate.checksum(bytes)
    guard checksum == member.checksum else {
      throw Refusal(
        in: place,
        "The checksum is \(String(checksum, radix: 16)), but the file says "
          + "\(String(member.checksum, radix: 16)); copy the file again.")
    }
    return try NpyFile(parsing: bytes, named: place).tensor
  }
}
