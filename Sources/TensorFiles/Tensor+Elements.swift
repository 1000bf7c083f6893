import Basics

extension Tensor {
  /// The elements of `F32`, `F16` or `BF16`, all exactly: each is a `Float` too. NaN and infinity
  /// are passed on.
  ///
  /// - Throws: `Refusal` for another type.
  public func floats() throws(Refusal) -> [Float] {
    switch elementType {
    case .float32: return copied(as: Float.self)
    case .float16: return copied(as: UInt16.self).map { Float(halfBits: $0) }
    case .bfloat16: return copied(as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default:
      throw Refusal(
        in: origin,
        "The type is \(elementType.rawValue), but floats are F32, F16 or BF16; "
          + "convert the tensor to float32.")
    }
  }

  /// The elements as `floats()`, all of them finite.
  ///
  /// - Throws: `Refusal` as `floats()`, and for NaN or an infinity, with its index.
  public func finiteFloats() throws(Refusal) -> [Float] {
    let floats = try floats()
    if let place = floats.firstIndex(where: { !$0.isFinite }) {
      throw Refusal(
        in: origin,
        "The element at \(index(of: place)) is \(floats[place]), but all must be finite; "
          + "look for what made it before the file was written.")
    }
    return floats
  }

  /// The elements of a type of whole numbers.
  ///
  /// - Throws: `Refusal` for another type, or a `U64` beyond `Int`.
  public func integers() throws(Refusal) -> [Int] {
    switch elementType {
    case .int8: return copied(as: Int8.self).map(Int.init)
    case .uint8: return bytes.map(Int.init)
    case .int16: return copied(as: Int16.self).map(Int.init)
    case .uint16: return copied(as: UInt16.self).map(Int.init)
    case .int32: return copied(as: Int32.self).map(Int.init)
    case .uint32: return copied(as: UInt32.self).map(Int.init)
    case .int64: return copied(as: Int64.self).map(Int.init)
    case .uint64:
      let numbers = copied(as: UInt64.self)
      if let place = numbers.firstIndex(where: { $0 > UInt64(Int.max) }) {
        throw Refusal(
          in: origin,
          "The element at \(index(of: place)) is \(numbers[place]), but whole numbers here go up "
            + "to \(Int.max); look for what made it before the file was written.")
      }
      return numbers.map { Int($0) }
    default:
      throw Refusal(
        in: origin,
        "The type is \(elementType.rawValue), but integers are I8 to I64 or U8 to U64; "
          + "convert the tensor, rounding it first.")
    }
  }

  /// The elements of `BOOL`, or of `U8` if they are 0 and 1.
  ///
  /// - Throws: `Refusal` for another type, or an element other than 0 and 1.
  public func booleans() throws(Refusal) -> [Bool] {
    guard elementType == .bool || elementType == .uint8 else {
      throw Refusal(
        in: origin,
        "The type is \(elementType.rawValue), but flags are BOOL or U8; "
          + "convert the tensor with astype(bool).")
    }
    if let place = bytes.firstIndex(where: { $0 > 1 }) {
      throw Refusal(
        in: origin,
        "The element at \(index(of: place)) is \(bytes[place]), but a flag is 0 or 1; "
          + "convert the tensor with astype(bool).")
    }
    return bytes.map { $0 == 1 }
  }

  /// The elements of any type as numbers; an `I64` or `U64` beyond 2^53 is rounded.
  public func numbers() -> [Double] {
    switch elementType {
    case .bool, .uint8: bytes.map(Double.init)
    case .int8: copied(as: Int8.self).map(Double.init)
    case .int16: copied(as: Int16.self).map(Double.init)
    case .uint16: copied(as: UInt16.self).map(Double.init)
    case .int32: copied(as: Int32.self).map(Double.init)
    case .uint32: copied(as: UInt32.self).map { Double($0) }
    case .int64: copied(as: Int64.self).map(Double.init)
    case .uint64: copied(as: UInt64.self).map { Double($0) }
    case .float16: copied(as: UInt16.self).map { Double(Float(halfBits: $0)) }
    case .bfloat16: copied(as: UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .float32: copied(as: Float.self).map(Double.init)
    case .float64: copied(as: Double.self)
    }
  }

  /// The bytes as values of a type of the same size. Any pattern of bits is a value of `Element`:
  /// `Bool` is not copied so.
  private func copied<Element: BitwiseCopyable>(as type: Element.Type) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { target, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
      initialized = count
    }
  }

  /// The index along each axis of an element that is there.
  private func index(of place: Int) -> [Int] {
    var rest = place
    var index: [Int] = []
    for extent in shape.reversed() {
      index.append(rest % extent)
      rest /= extent
    }
    return index.reversed()
  }
}

extension Float {
  /// The value of an IEEE 754 binary16, which a `Float` holds exactly; the bits of a NaN are kept.
  init(halfBits: UInt16) {
    let sign = UInt32(halfBits & 0x8000) << 16
    let exponent = UInt32(halfBits >> 10 & 0x1F)
    let fraction = UInt32(halfBits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self.init(bitPattern: sign | magnitude.bitPattern)
    case 31: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
