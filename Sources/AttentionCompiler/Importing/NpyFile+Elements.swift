import AttentionSpec

extension NpyFile {
  /// The elements of a bool or uint8 array as flags.
  ///
  /// - Throws: `Refusal` for another type, or an element other than 0 and 1.
  public func flags() throws -> [Bool] {
    guard elementType == .bool || elementType == .uint8 else {
      throw Refusal(
        "The npy array has the type \(elementType.rawValue), but flags are |b1 or |u1; "
          + "convert it with astype(bool).")
    }
    if let index = payload.firstIndex(where: { $0 > 1 }) {
      throw Refusal(
        "Element \(index) of the npy array is \(payload[index]), but a flag is 0 or 1; "
          + "convert the array with astype(bool).")
    }
    return payload.map { $0 == 1 }
  }

  /// The elements of an int8 array.
  ///
  /// - Throws: `Refusal` for another type.
  public func int8s() throws -> [Int8] {
    guard elementType == .int8 else {
      throw Refusal(
        "The npy array has the type \(elementType.rawValue), but an int8 tensor is |i1; "
          + "quantise it and convert it with astype(np.int8).")
    }
    return payload.map { Int8(bitPattern: $0) }
  }

  /// The elements of any type as numbers; an int64 beyond 2^53 is rounded.
  public func numbers() -> [Double] {
    (0..<count).map { index in
      let bits = bits(of: index)
      switch elementType {
      case .bool, .uint8: return Double(bits)
      case .int8: return Double(Int8(truncatingIfNeeded: bits))
      case .int32: return Double(Int32(truncatingIfNeeded: bits))
      case .int64: return Double(Int64(bitPattern: bits))
      case .float32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .float64: return Double(bitPattern: bits)
      }
    }
  }

  private func bits(of index: Int) -> UInt64 {
    let size = elementType.size
    return payload[index * size..<(index + 1) * size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
