/// The type that `descr` of an npy header names, in any spelling that NumPy reads.
struct NpyElementType: Equatable {
  /// Which byte of a number is first.
  enum ByteOrder {
    case little
    case big
  }

  let elementType: ElementType
  /// Of bytes and flags it says nothing.
  let order: ByteOrder

  /// nil for a spelling that NumPy does not read, or a type that tensors do not have.
  init?(_ description: String) {
    if let type = Self.names[description] {
      self.init(elementType: type, order: .little)
      return
    }
    // < is little, > is big; = is that of the machine, and | of what has none: little, here too.
    let mark = description.first.flatMap { "<>=|".contains($0) ? $0 : nil }
    guard let type = Self.codes[String(mark == nil ? description[...] : description.dropFirst())]
    else { return nil }
    self.init(elementType: type, order: mark == ">" ? .big : .little)
  }

  private init(elementType: ElementType, order: ByteOrder) {
    self.elementType = elementType
    self.order = order
  }

  /// A kind and a size in bytes, or the letter of a C type (of Linux and macOS).
  private static let codes: [String: ElementType] = spelled([
    .bool: "b1 ?", .int8: "i1 b", .uint8: "u1 B", .int16: "i2 h", .uint16: "u2 H",
    .int32: "i4 i", .uint32: "u4 I", .int64: "i8 l q p n", .uint64: "u8 L Q P N",
    .float16: "f2 e", .float32: "f4 f", .float64: "f8 d",
  ])

  /// Words, before which no order stands.
  private static let names: [String: ElementType] = spelled([
    .bool: "bool bool_", .int8: "int8 byte", .uint8: "uint8 ubyte", .int16: "int16 short",
    .uint16: "uint16 ushort", .int32: "int32 intc", .uint32: "uint32 uintc",
    .int64: "int64 int int_ intp long longlong", .uint64: "uint64 uint uintp ulong ulonglong",
    .float16: "float16 half", .float32: "float32 single", .float64: "float64 float double",
  ])

  private static func spelled(_ spellings: [ElementType: String]) -> [String: ElementType] {
    var types: [String: ElementType] = [:]
    for (type, words) in spellings {
      for word in words.split(separator: " ") { types[String(word)] = type }
    }
    return types
  }
}
