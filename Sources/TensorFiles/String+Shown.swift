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
