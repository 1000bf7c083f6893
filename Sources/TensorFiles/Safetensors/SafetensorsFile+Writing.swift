import Basics

extension SafetensorsFile {
  /// The bytes of a file, those that the reference library writes: large elements first, then by
  /// name, and the header padded with spaces to a multiple of 8. Metadata is sorted by key.
  ///
  /// - Throws: `Refusal` for a tensor with the name `__metadata__`, or a header of over 100 MB.
  public static func bytes(
    of tensors: [String: Tensor], metadata: [String: String] = [:]
  ) throws(Refusal) -> [UInt8] {
    guard tensors["__metadata__"] == nil else {
      throw Refusal("The name __metadata__ is not one of a tensor; choose another.")
    }
    var members: [[UInt8]] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.precedes($1.key) }.map { key, value in
        key.quotedAsJSON + Array(":".utf8) + value.quotedAsJSON
      }
      members.append(Array("\"__metadata__\":{".utf8) + texts.joined(separator: [0x2C]) + [0x7D])
    }
    let types = ElementType.allCases
    let rank = Dictionary(uniqueKeysWithValues: zip(types, types.indices))
    let ordered = tensors.sorted { left, right in
      let ranks = (rank[left.value.elementType] ?? 0, rank[right.value.elementType] ?? 0)
      return ranks.0 == ranks.1 ? left.key.precedes(right.key) : ranks.0 > ranks.1
    }
    var offset = 0
    for (name, tensor) in ordered {
      let end = offset + tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let text =
        ":{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(shape)],"
        + "\"data_offsets\":[\(offset),\(end)]}"
      members.append(name.quotedAsJSON + Array(text.utf8))
      offset = end
    }
    var header: [UInt8] = [0x7B] + members.joined(separator: [0x2C]) + [0x7D]
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    guard header.count <= SafetensorsHeader.lengthMax else {
      throw Refusal(
        "The header is \(header.count) bytes long, but safetensors allows "
          + "\(SafetensorsHeader.lengthMax); write several files.")
    }
    var bytes = UInt64(header.count).littleEndianBytes + header
    bytes.reserveCapacity(bytes.count + offset)
    for (_, tensor) in ordered { bytes += tensor.bytes }
    return bytes
  }
}

extension String {
  /// The order of the bytes in UTF-8, which is that of the reference library.
  fileprivate func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

  fileprivate var quotedAsJSON: [UInt8] {
    var text: [UInt8] = [0x22]
    for byte in utf8 {
      switch byte {
      case 0x22, 0x5C: text += [0x5C, byte]
      case 0x08: text += Array("\\b".utf8)
      case 0x09: text += Array("\\t".utf8)
      case 0x0A: text += Array("\\n".utf8)
      case 0x0C: text += Array("\\f".utf8)
      case 0x0D: text += Array("\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        text += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      default: text.append(byte)
      }
    }
    return text + [0x22]
  }
}
