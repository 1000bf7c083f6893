import Foundation
import NetworkSpec

/// The metadata of a safetensors file, which anybody may write, for any purpose and under the same
/// keys. So no text is malformed: one that cannot mean what is read here is not used.
struct ModelMetadata: Sendable {
  /// What is read, as this project writes it.
  enum Key: String {
    case format, heads, layerNormEpsilon, readout, pixelMean, pixelStandardDeviation, classes
  }

  private let texts: [String: String]

  init(_ texts: [String: String]) { self.texts = texts }

  subscript(_ key: Key) -> String? { texts[key.rawValue] }

  /// The names of the classes, with commas between them or as a list in JSON; nil where the text is
  /// not one of as many.
  func classNames(count: Int) -> [String]? {
    guard let text = self[.classes] else { return nil }
    let names =
      text.hasPrefix("[") || text.hasPrefix("{")
      ? try? JSONDecoder().decode([String].self, from: Data(text.utf8))
      : text.split(separator: ",").map(String.init)
    // A number alone says how many classes there are.
    guard let names, names.count == count, count > 1 || Double(text) == nil else { return nil }
    return names
  }
}

extension String {
  /// Numbers with commas between them.
  var commaSeparatedFloats: [Float]? {
    let numbers = split(separator: ",", omittingEmptySubsequences: false).map { part in
      Float(part.trimmingPrefix(" "))
    }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }
}
