import AttentionSpec

/// The header of an npy file: what follows the magic string up to the first element.
struct NpyHeader {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// Longer headers are not those of plain arrays.
  static let lengthMaximum = 65_536
  /// NumPy arrays have at most this many axes.
  static let axesMaximum = 32

  /// Which axis is fastest in the file: the last one in C order, the first one in Fortran's.
  enum Order {
    case c
    case fortran
  }

  let elementType: NpyFile.ElementType
  let shape: [Int]
  let order: Order
  /// The offset of the first element.
  let payloadStart: Int

  init(parsing bytes: [UInt8]) throws {
    guard bytes.starts(with: Self.magic), bytes.count >= 10 else {
      throw Refusal(
        "The file does not begin as an npy file does; write it with numpy.save.")
    }
    let version = bytes[6]
    guard (1...3).contains(version) else {
      throw Refusal("The npy version is \(version), but 1 to 3 are known; use numpy.save.")
    }
    let lengthSize = version == 1 ? 2 : 4
    let textStart = 8 + lengthSize
    guard bytes.count >= textStart else {
      throw Refusal(
        "The npy file ends after \(bytes.count) bytes, inside its header; write it again.")
    }
    let length = bytes[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.lengthMaximum else {
      throw Refusal(
        "The npy header is \(length) bytes long, more than the \(Self.lengthMaximum) that a plain "
          + "array can need; write the file again.")
    }
    guard bytes.count - textStart >= length else {
      throw Refusal(
        "The npy file ends after \(bytes.count) bytes, inside its header; write it again.")
    }
    let fields = try NpyHeaderFields(parsing: bytes[textStart..<textStart + length])
    self.elementType = try fields.elementType()
    self.shape = fields.shape
    self.order = fields.order
    self.payloadStart = textStart + length
  }
}

/// The dictionary of a header, such as
/// `{'descr': '|b1', 'fortran_order': False, 'shape': (12, 3, 197, 197), }`.
private struct NpyHeaderFields {
  private(set) var description = ""
  private(set) var shape: [Int] = []
  private(set) var order = NpyHeader.Order.c

  init(parsing text: ArraySlice<UInt8>) throws {
    var scanner = ByteScanner(text)
    var found: Set<String> = []
    try scanner.expect("{")
    while !scanner.accept("}") {
      let key = try scanner.quoted()
      guard found.insert(key).inserted else { throw ByteScanner.malformed }
      try scanner.expect(":")
      switch key {
      case "descr": description = try scanner.quoted()
      case "fortran_order": order = try Self.readOrder(&scanner)
      case "shape": shape = try Self.readShape(&scanner)
      default: throw ByteScanner.malformed
      }
      guard scanner.accept(",") || scanner.isNext("}") else { throw ByteScanner.malformed }
    }
    guard found.count == 3 else { throw ByteScanner.malformed }
  }

  func elementType() throws -> NpyFile.ElementType {
    guard let type = NpyFile.ElementType(rawValue: description) else {
      let known = NpyFile.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(
        "The npy element type \"\(description)\" is not one of \(known); "
          + "convert the array with astype.")
    }
    return type
  }

  private static func readOrder(_ scanner: inout ByteScanner) throws -> NpyHeader.Order {
    if scanner.accept("True") { return .fortran }
    try scanner.expect("False")
    return .c
  }

  private static func readShape(_ scanner: inout ByteScanner) throws -> [Int] {
    var shape: [Int] = []
    try scanner.expect("(")
    while !scanner.accept(")") {
      shape.append(try scanner.number())
      guard scanner.accept(",") || scanner.isNext(")") else { throw ByteScanner.malformed }
      guard shape.count <= NpyHeader.axesMaximum else { throw ByteScanner.malformed }
    }
    return shape
  }
}

/// Reads the few kinds of token that a header has, skipping spaces before each.
private struct ByteScanner {
  static let malformed = Refusal(
    "The npy header is not a dictionary of descr, fortran_order and shape; "
      + "write the file with numpy.save.")

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func isNext(_ word: String) -> Bool {
    skipSpaces()
    return rest.starts(with: word.utf8)
  }

  mutating func accept(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  mutating func expect(_ word: String) throws {
    guard accept(word) else { throw Self.malformed }
  }

  /// A string of printable ASCII in single or double quotes.
  mutating func quoted() throws -> String {
    skipSpaces()
    guard let quote = rest.popFirst(), quote == 0x27 || quote == 0x22,
      let end = rest.firstIndex(of: quote), rest[..<end].allSatisfy({ (0x20...0x7E).contains($0) })
    else { throw Self.malformed }
    let text = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return text
  }

  /// A decimal number that fits an Int.
  mutating func number() throws -> Int {
    skipSpaces()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard !digits.isEmpty else { throw Self.malformed }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
      throw Refusal(
        "The npy shape has an extent of \(digits.count) digits, which no memory holds; "
          + "write the array again.")
    }
    return number
  }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }
}
