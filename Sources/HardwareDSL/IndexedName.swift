import HardwareIR

/// The name of what is declared inside a body. Numbers in `"waits\(element)"` are places in an
/// array: the names of all elements make one array, as an array of stored properties does.
///
/// A string that is no literal is given as `"\(name)"`.
public struct IndexedName: ExpressibleByStringInterpolation, Sendable {
  /// All of the name, numbers included.
  let text: String
  private let words: String
  private let indices: [Int]

  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var words = ""
    var indices: [Int] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) {
      text += literal
      words += literal
    }

    public mutating func appendInterpolation(_ index: Int) {
      text += "\(index)"
      indices.append(index)
      // The word before an index ends with it.
      words += "_"
    }

    public mutating func appendInterpolation(_ part: some StringProtocol) {
      appendLiteral(String(part))
    }

    public mutating func appendInterpolation(_ name: IndexedName) {
      text += name.text
      words += name.words
      indices += name.indices
    }
  }

  public init(stringLiteral value: String) {
    text = value
    words = value
    indices = []
  }

  public init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
    words = stringInterpolation.words
    indices = stringInterpolation.indices
  }

  /// The place in an array, its name in the form of signals: `port_wants_bank`.
  var element: ElementName? {
    indices.isEmpty ? nil : ElementName(stem: joined(snakeCase(words)), indices: indices)
  }

  /// The place in an array of labels, whose name keeps its form: `BankServesPort`.
  var labelElement: ElementName? {
    indices.isEmpty ? nil : ElementName(stem: joined(words), indices: indices)
  }

  private func joined(_ words: String) -> String {
    words.split(separator: "_").joined(separator: "_")
  }
}
