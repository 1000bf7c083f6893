import Basics

/// The header of an npy file: what follows the magic string up to the first element.
struct NpyHeader {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// Longer headers are not those of plain arrays.
  static let lengthMax = 65_536
  /// The bytes in which a header lies: magic string, version, length and text.
  static let extentMax = 12 + lengthMax

  /// Which axis is fastest in the file: the last one in C order, the first one in Fortran's.
  enum Order {
    case c
    case fortran
  }

  let type: NpyElementType
  let shape: [Int]
  let order: Order
  /// The offset of the first element.
  let payloadStart: Int

  /// - Parameter bytes: The first `extentMax` bytes of the file, or all.
  init(parsing bytes: [UInt8], of source: ByteSource) throws(Refusal) {
    let place = source.name
    guard bytes.starts(with: Self.magic), bytes.count >= 10 else {
      throw Refusal(
        in: place, "The file does not begin as an npy file does; write it with numpy.save.")
    }
    let version = bytes[6]
    guard (1...3).contains(version) else {
      throw Refusal(
        in: place, "The npy version is \(version), but 1 to 3 are known; use numpy.save.")
    }
    let textStart = version == 1 ? 10 : 12
    let length = bytes[8..<min(textStart, bytes.count)].littleEndian
    guard length <= Self.lengthMax else {
      throw Refusal(
        in: place,
        "The npy header is \(length) bytes long, more than the \(Self.lengthMax) that a plain "
          + "array can need; write the file again.")
    }
    guard bytes.count >= textStart + length else {
      throw Refusal(
        in: place,
        "The file ends after \(source.size) bytes, inside its npy header; write it again.")
    }
    var scanner = NpyScanner(bytes[textStart..<textStart + length], in: place)
    let fields = try NpyHeaderFields(&scanner)
    guard let type = NpyElementType(fields.description) else {
      let known = ElementType.allCases.compactMap(\.numpyName).joined(separator: ", ")
      throw Refusal(
        in: place,
        "The npy element type \"\(fields.description.shown)\" is none of \(known), in "
          + "any order of bytes; convert the array with astype.")
    }
    self.type = type
    shape = fields.shape
    order = fields.order
    payloadStart = textStart + length
  }
}

/// The dictionary of a header, such as
/// `{'descr': '|b1', 'fortran_order': False, 'shape': (12, 3, 197, 197), }`.
private struct NpyHeaderFields {
  private(set) var description = ""
  private(set) var shape: [Int] = []
  private(set) var order = NpyHeader.Order.c

  init(_ scanner: inout NpyScanner) throws(Refusal) {
    var found: Set<String> = []
    try scanner.expect("{")
    while !scanner.accept("}") {
      let key = try scanner.quoted()
      guard found.insert(key).inserted else { throw scanner.malformed }
      try scanner.expect(":")
      switch key {
      case "descr": description = try scanner.quoted()
      case "fortran_order": order = try Self.readOrder(&scanner)
      case "shape": shape = try Self.readShape(&scanner)
      default: throw scanner.malformed
      }
      guard scanner.accept(",") || scanner.isNext("}") else { throw scanner.malformed }
    }
    guard found.count == 3, scanner.isAtEnd() else { throw scanner.malformed }
  }

  private static func readOrder(
    _ scanner: inout NpyScanner
  ) throws(Refusal) -> NpyHeader.Order {
    if scanner.accept("True") { return .fortran }
    try scanner.expect("False")
    return .c
  }

  private static func readShape(_ scanner: inout NpyScanner) throws(Refusal) -> [Int] {
    var shape: [Int] = []
    try scanner.expect("(")
    while !scanner.accept(")") {
      shape.append(try scanner.number())
      guard scanner.accept(",") || scanner.isNext(")") else { throw scanner.malformed }
    }
    return shape
  }
}

/// Reads the few kinds of token that a header has, skipping spaces before each.
private struct NpyScanner {
  private var rest: ArraySlice<UInt8>
  private let place: String

  init(_ bytes: ArraySlice<UInt8>, in place: String) {
    rest = bytes
    self.place = place
  }

  var malformed: Refusal {
    Refusal(
      in: place,
      "The npy header is not a dictionary of descr, fortran_order and shape; "
        + "write the file with numpy.save.")
  }

  mutating func isAtEnd() -> Bool {
    skipSpaces()
    return rest.isEmpty
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

  mutating func expect(_ word: String) throws(Refusal) {
    guard accept(word) else { throw malformed }
  }

  /// A string of printable ASCII in single or double quotes, with the u of Python 2 or without.
  mutating func quoted() throws(Refusal) -> String {
    _ = accept("u")
    skipSpaces()
    guard let quote = rest.popFirst(), quote == 0x27 || quote == 0x22,
      let end = rest.firstIndex(of: quote), rest[..<end].allSatisfy({ (0x20...0x7E).contains($0) })
    else { throw malformed }
    let text = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return text
  }

  /// A decimal number that fits an Int, with the L of Python 2 or without. A minus is read too, so
  /// that the shape is refused for it.
  mutating func number() throws(Refusal) -> Int {
    let sign = accept("-") ? "-" : ""
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard !digits.isEmpty else { throw malformed }
    _ = accept("L")
    guard let number = Int(sign + String(decoding: digits, as: UTF8.self)) else {
      throw Refusal(
        in: place,
        "The npy shape has an extent of \(digits.count) digits, which no memory holds; "
          + "write the array again.")
    }
    return number
  }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }
}
