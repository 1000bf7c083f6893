import ArgumentParser

/// What a command writes to a file, whose ending must not say that it is something else.
enum OutputKind: String {
  case npy, npz, safetensors, svg, fst

  private var content: String {
    switch self {
    case .npy: "one NumPy array"
    case .npz: "an archive of NumPy arrays"
    case .safetensors: "a safetensors file"
    case .svg: "an SVG picture"
    case .fst: "an FST waveform"
    }
  }

  /// - Parameter path: nil if the option is not given.
  /// - Throws: `ValidationError` for another ending.
  func check(_ option: String, _ path: String?) throws {
    guard let path, !path.lowercased().hasSuffix(".\(rawValue)") else { return }
    throw ValidationError(
      "\(option) is \"\(path)\", but \(content) is written; end the name in .\(rawValue).")
  }
}
