import Basics
import TensorFiles

/// A value of a JSON text, as Python reads it: of a key that occurs twice the last value counts,
/// and NaN and Infinity are numbers.
enum JSONValue: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  var integer: Int? { number.flatMap { Int(exactly: $0) } }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  var flag: Bool? {
    guard case .flag(let flag) = self else { return nil }
    return flag
  }

  var list: [JSONValue]? {
    guard case .list(let list) = self else { return nil }
    return list
  }

  var object: [String: JSONValue]? {
    guard case .object(let object) = self else { return nil }
    return object
  }
}

extension JSONValue {
  /// Lists and objects inside each other, at most.
  private static let depthMax = 100

  /// nil for bytes that are no JSON.
  init?(parsing bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var scanner = JSONScanner(bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes, in: "")
    guard let value = try? Self.read(&scanner, depth: 0), (try? scanner.expectEnd()) != nil else {
      return nil
    }
    self = value
  }

  private static func read(
    _ scanner: inout JSONScanner, depth: Int
  ) throws(Refusal) -> JSONValue {
    guard depth < depthMax else { throw scanner.malformed("end of nesting") }
    for (word, value) in words where scanner.accept(word: word) { return value }
    if scanner.isNext("\"") { return .text(try scanner.string()) }
    if scanner.isNext("[") {
      var list: [JSONValue] = []
      try scanner.list(from: "[", to: "]") { scanner throws(Refusal) in
        list.append(try read(&scanner, depth: depth + 1))
      }
      return .list(list)
    }
    if scanner.isNext("{") {
      var object: [String: JSONValue] = [:]
      try scanner.list(from: "{", to: "}") { scanner throws(Refusal) in
        let key = try scanner.string()
        try scanner.expect(":")
        object[key] = try read(&scanner, depth: depth + 1)
      }
      return .object(object)
    }
    return .number(try scanner.anyNumber())
  }

  private static let words: [(String, JSONValue)] = [
    ("null", .null), ("true", .flag(true)), ("false", .flag(false)), ("NaN", .number(.nan)),
    ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
  ]
}

extension JSONValue: CustomStringConvertible {
  /// As in the text, whole numbers without a point.
  var description: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): integer.map(String.init) ?? "\(number)"
    case .text(let text): "\"\(text)\""
    case .list(let list): "[\(list.map(\.description).joined(separator: ", "))]"
    case .object(let object): object.isEmpty ? "{}" : "{...}"
    }
  }
}
