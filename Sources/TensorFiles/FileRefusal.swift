import Foundation

/// A file, or a tensor of one, that is refused: one sentence that names the file, the tensor, the
/// value, the rule and the remedy.
public struct FileRefusal: LocalizedError, CustomStringConvertible, Equatable, Sendable {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  /// The sentence, behind the place that it is about: `model.safetensors, head.weight`. An empty
  /// path is a place, too.
  package init(in place: String, _ sentence: String) {
    self.init("\(place.isEmpty ? "\"\"" : place): \(sentence)")
  }

  public var errorDescription: String? { description }
}

extension String {
  /// The text as a message shows it: what does not print is escaped, and a long one is cut.
  package var shown: String {
    var text = ""
    for scalar in unicodeScalars.prefix(80) {
      text += scalar.properties.generalCategory.isPrinted ? String(scalar) : "\\u{\(scalar.hex)}"
    }
    return unicodeScalars.count > 80 ? text + "..." : text
  }
}

extension Unicode.Scalar {
  fileprivate var hex: String { String(value, radix: 16) }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrinted: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
