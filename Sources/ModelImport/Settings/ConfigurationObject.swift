import Basics
import TensorFiles

/// An object of a configuration in JSON, whose values are taken key by key, so that what nobody
/// took is known in the end. A value of null is none.
struct ConfigurationObject {
  /// The file, for messages.
  let file: String
  /// What stands before a key in messages: `model_args.`
  private let prefix: String
  private var members: [String: JSONValue]

  init(_ members: [String: JSONValue], in file: String, prefix: String = "") {
    self.file = file
    self.prefix = prefix
    self.members = members.filter { $0.value != .null }
  }

  /// The keys that were not taken, in order.
  var rest: [String] { members.keys.sorted().map(name) }

  /// A key as messages show it.
  func name(_ key: String) -> String { (prefix + key).shown }

  func has(_ key: String) -> Bool { members[key] != nil }

  mutating func value(_ key: String) -> JSONValue? { members.removeValue(forKey: key) }

  mutating func drop(_ keys: [String]) {
    for key in keys { members[key] = nil }
  }

  mutating func number(_ key: String) throws(Refusal) -> Double? {
    try value(key).map { value throws(Refusal) in try converted(key, value.number) }
  }

  mutating func integer(_ key: String) throws(Refusal) -> Int? {
    try value(key).map { value throws(Refusal) in try converted(key, value.integer) }
  }

  mutating func text(_ key: String) throws(Refusal) -> String? {
    try value(key).map { value throws(Refusal) in try converted(key, value.text) }
  }

  mutating func flag(_ key: String) throws(Refusal) -> Bool? {
    try value(key).map { value throws(Refusal) in try converted(key, value.flag) }
  }

  mutating func numbers(_ key: String) throws(Refusal) -> [Double]? {
    try value(key).map { value throws(Refusal) in
      let numbers = value.list?.map(\.number)
      return try converted(key, numbers?.contains(nil) == true ? nil : numbers?.compactMap(\.self))
    }
  }

  mutating func object(_ key: String) throws(Refusal) -> ConfigurationObject? {
    try value(key).map { value throws(Refusal) in
      ConfigurationObject(
        try converted(key, value.object), in: file, prefix: "\(prefix)\(key).")
    }
  }

  /// The side of a square, one number or two equal ones.
  mutating func side(_ key: String) throws(Refusal) -> Int? {
    guard let value = value(key) else { return nil }
    guard let list = value.list else { return try converted(key, value.integer) }
    guard list.count == 2, let side = list[0].integer, list[0] == list[1] else {
      throw Refusal(
        in: file,
        "The value of \(name(key)) is \(value.description.shown), but images and patches here are "
          + "square; give a network of square ones.")
    }
    return side
  }

  private func converted<Value>(_ key: String, _ value: Value?) throws(Refusal) -> Value {
    guard let value else {
      throw Refusal(
        in: file,
        "The value of \(name(key)) is not of the type that a ViT, DeiT or DINOv2 has; remove the "
          + "file, or give that of the model.")
    }
    return value
  }
}
