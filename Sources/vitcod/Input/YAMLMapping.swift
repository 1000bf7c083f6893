import AttentionSpec
import Yams

/// A mapping of a YAML file whose keys are known beforehand.
struct YAMLMapping {
  private let name: String
  private let nodes: [String: Node]

  /// - Parameters:
  ///   - name: What the mapping is called in messages; empty for the whole file.
  ///   - keys: The keys it must have.
  ///   - others: Those that it may have; no other ones.
  /// - Throws: `Refusal` that names the first unknown or missing key.
  init(_ node: Node?, name: String, keys: [String], others: [String] = []) throws {
    guard case .mapping(let mapping)? = node else {
      let what = name.isEmpty ? "The file" : name
      throw Refusal("\(what) is not a mapping; give the keys \(keys.joined(separator: ", ")).")
    }
    self.name = name
    var nodes: [String: Node] = [:]
    for (key, value) in mapping {
      let line = key.mark.map { " in line \($0.line)" } ?? ""
      guard let text = key.scalar?.string else {
        throw Refusal("The key\(line) is not text; the keys are \(keys.joined(separator: ", ")).")
      }
      let known = keys + others
      guard known.contains(text) else {
        throw Refusal(
          "The key \(Self.join(name, text))\(line) is unknown; "
            + "the keys are \(known.map { Self.join(name, $0) }.joined(separator: ", ")).")
      }
      nodes[text] = value
    }
    if let missing = keys.first(where: { nodes[$0] == nil }) {
      throw Refusal("The key \(Self.join(name, missing)) is missing; add it.")
    }
    self.nodes = nodes
  }

  private static func join(_ name: String, _ key: String) -> String {
    name.isEmpty ? key : "\(name).\(key)"
  }

  func mapping(_ key: String, keys: [String], others: [String] = []) throws -> YAMLMapping {
    try YAMLMapping(nodes[key], name: Self.join(name, key), keys: keys, others: others)
  }

  /// A mapping that need not be there.
  func optionalMapping(
    _ key: String, keys: [String] = [], others: [String]
  ) throws -> YAMLMapping? {
    try nodes[key].map { node in
      try YAMLMapping(node, name: Self.join(name, key), keys: keys, others: others)
    }
  }

  /// Sets a number if its key is there.
  func set(_ key: String, _ value: inout Int) throws {
    if nodes[key] != nil { value = try integer(key) }
  }

  /// A decimal whole number without quotes.
  func integer(_ key: String) throws -> Int {
    guard let scalar = nodes[key]?.scalar, scalar.style == .plain, let value = Int(scalar.string)
    else {
      throw Refusal("\(found(key)), which is not a whole number; write a number such as 8.")
    }
    return value
  }

  func text(_ key: String) throws -> String {
    guard let scalar = nodes[key]?.scalar else {
      throw Refusal("\(found(key)), which is not text; write a name such as vitcod_64x8.")
    }
    return scalar.string
  }

  private func found(_ key: String) -> String {
    let value =
      switch nodes[key] {
      case .scalar(let scalar)?: "\"\(scalar.string.prefix(40))\""
      case .mapping?: "a mapping"
      case .sequence?: "a list"
      default: "an alias"
      }
    return "\(Self.join(name, key)) is \(value)"
  }
}
