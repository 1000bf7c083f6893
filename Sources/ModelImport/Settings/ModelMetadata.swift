import NetworkSpec
import TensorFiles

/// What this project writes into the metadata of a safetensors file; everything may be missing.
struct ModelMetadata: Sendable {
  let heads: Int?
  let normEpsilon: Float?
  let readout: Readout?
  let mean: [Float]?
  let deviation: [Float]?
  let classNames: [String]?

  enum Key: String {
    case format, heads, layerNormEpsilon, readout, pixelMean, pixelStandardDeviation, classes
  }

  /// - Throws: `FileRefusal` for a text that does not say what its key asks for.
  init(_ texts: [String: String], path: String) throws(FileRefusal) {
    func value<Value>(
      _ key: Key, _ expected: String, _ parse: (String) -> Value?
    ) throws(FileRefusal) -> Value? {
      guard let text = texts[key.rawValue] else { return nil }
      guard let value = parse(text) else {
        throw FileRefusal(
          in: path,
          "The metadata say \(key.rawValue) = \"\(text.shown)\", but it is \(expected); "
            + "write the file again.")
      }
      return value
    }
    heads = try value(.heads, "a whole number") { Int($0) }
    normEpsilon = try value(.layerNormEpsilon, "a number") { Float($0) }
    readout = try value(
      .readout, "one of \(Readout.allNames)"
    ) { Readout(rawValue: $0) }
    mean = try value(.pixelMean, "numbers with commas between them") { $0.commaSeparatedFloats }
    deviation = try value(.pixelStandardDeviation, "numbers with commas between them") {
      $0.commaSeparatedFloats
    }
    classNames = texts[Key.classes.rawValue].map { $0.split(separator: ",").map(String.init) }
  }
}

extension Readout {
  fileprivate static var allNames: String {
    [Readout.classToken, .averageOfTwo, .classTokenAndPatchMean].map(\.rawValue)
      .joined(separator: ", ")
  }
}

extension String {
  fileprivate var commaSeparatedFloats: [Float]? {
    let numbers = split(separator: ",", omittingEmptySubsequences: false).map { part in
      Float(part.trimmingPrefix(" "))
    }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }
}
