import HardwareIR

/// Attributes as they are written before what they are about.
enum AttributeText {
  /// One line, or one for each attribute where that is too long.
  static func lines(_ attributes: [Attribute], room: Int) -> [String] {
    guard !attributes.isEmpty else { return [] }
    let line = "(* \(attributes.map(text).joined(separator: ", ")) *)"
    return line.count <= room ? [line] : attributes.map { "(* \(text($0)) *)" }
  }

  private static func text(_ attribute: Attribute) -> String {
    switch attribute.value {
    case nil: attribute.name
    case .integer(let value)?: "\(attribute.name) = \(value)"
    case .text(let value)?: "\(attribute.name) = \"\(value)\""
    }
  }
}

extension Attribute {
  /// Keeps the stages of a synchronizer together.
  static let asynchronousRegister = Attribute("ASYNC_REG", .text("TRUE"))
}
