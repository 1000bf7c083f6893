import AttentionSpec
import CoSimulation
import Foundation
import Yams

/// A configuration as a YAML file states it: no key twice, and none that is unknown.
struct ConfigurationFile {
  let configuration: AcceleratorConfiguration
  private let path: String

  /// Files of more bytes are no configurations.
  private static let bytesMax = 65_536

  /// Reads a file, which keeps the rules of a configuration.
  ///
  /// - Throws: `CommandFailure` with the path and one sentence.
  init(path: String) throws {
    self.path = path
    let text = try Self.text(path)
    do {
      configuration = try Self.parse(text)
      try configuration.validate()
    } catch let refusal as Refusal {
      throw refusal.placed(in: path)
    } catch let error as YamlError {
      throw CommandFailure.badInput("\(path) is not valid YAML: \(Self.sentence(error))")
    }
  }

  /// What is generated of the configuration.
  ///
  /// - Throws: `CommandFailure` with the path and one sentence, for a name that it cannot have.
  var accelerator: GeneratedAccelerator {
    get throws {
      do {
        return try GeneratedAccelerator(configuration)
      } catch let refusal as Refusal {
        throw refusal.placed(in: path)
      }
    }
  }

  private static func text(_ path: String) throws -> String {
    guard !path.isEmpty else {
      throw CommandFailure.badInput(
        "The path of the configuration is empty; give a YAML file as in configs/.")
    }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: bytesMax + 1) ?? Data()
    else {
      throw CommandFailure.badInput(
        "The configuration \(path) cannot be read; give a readable YAML file as in configs/.")
    }
    guard data.count <= bytesMax else {
      throw CommandFailure.badInput(
        "The configuration \(path) has more than \(bytesMax) bytes; give a file as in configs/.")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw CommandFailure.badInput(
        "The configuration \(path) is not UTF-8 text; give a YAML file as in configs/.")
    }
    return text
  }

  private static func parse(_ text: String) throws -> AcceleratorConfiguration {
    try checkNesting(text)
    let node = try Yams.compose(yaml: text)
    let root = try YAMLMapping(
      node, name: "", keys: ["name", "array", "capacity"],
      others: ["memory", "decoder", "port"])
    let array = try root.mapping("array", keys: ["lines", "macsPerLine", "elements"])
    let capacity = try root.mapping(
      "capacity", keys: ["tokens", "headDimension"], others: ["heads"])
    var configuration = try AcceleratorConfiguration(
      name: root.text("name"),
      array: ArrayShape(
        lines: array.integer("lines"), macsPerLine: array.integer("macsPerLine"),
        elements: array.integer("elements")),
      capacity: Capacity(
        tokens: capacity.integer("tokens"), headDimension: capacity.integer("headDimension")))
    try capacity.set("heads", &configuration.capacity.heads)
    try configuration.memory.read(from: root)
    try configuration.decoder.read(from: root)
    try configuration.port.read(from: root)
    return configuration
  }

  /// The parser descends once for each level, so a file of brackets would exhaust the stack.
  private static func checkNesting(_ text: String) throws {
    let brackets = text.utf8.count { "[{".utf8.contains($0) }
    let dashes = text.split(separator: "\n").map { line in
      line.utf8.count { "-?".utf8.contains($0) }
    }
    guard brackets <= 100, dashes.max() ?? 0 <= 200 else {
      throw Refusal("The file is nested too deeply; give a file as in configs/.")
    }
  }

  private static func sentence(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem); correct that line."
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): \(keys.first.map { "\($0)" } ?? "a key") is given twice; "
        + "keep one of them."
    default: "a character is not allowed; save the file as UTF-8 text."
    }
  }
}
