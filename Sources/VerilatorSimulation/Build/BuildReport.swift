/// Whether a simulation can write waveforms. Writing them is compiled in: it makes a build three
/// times as long, and the model slower even when nothing is written.
public enum Waveforms: String, Hashable, Sendable {
  case none
  case fst
}

/// What a build that goes on is at.
public enum BuildStage: Hashable, Sendable {
  /// Another process builds the same.
  case waiting
  /// Verilator reads the text of the design.
  case verilating
  /// The C++ compiler works on the model, of so many bytes, and on the runtime where it is missing.
  case compiling(modelBytes: Int)
  case linking
}

/// What a build did, and what it found in the cache.
public struct BuildReport: Hashable, Sendable {
  /// A step that was carried out.
  public struct Step: Hashable, Sendable {
    public var name: String
    public var seconds: Double
  }

  public var design: String
  public var waveforms: Waveforms
  /// None if the library was in the cache. Steps overlap: the runtime, where it is not in the
  /// cache, is compiled beside the model.
  public var steps: [Step]
  public var seconds: Double
  /// What Verilator warned of when the library was built, where the design allows warnings.
  public var warnings = ""
  /// What was wrong in the cache and is mended, a sentence each.
  public var notices: [String] = []

  public var isFromCache: Bool { steps.isEmpty }
}

extension BuildReport: CustomStringConvertible {
  public var description: String {
    let kind = waveforms == .none ? design : "\(design) (\(waveforms.rawValue))"
    if isFromCache { return "\(kind): from the cache in \(Self.text(seconds)) s" }
    let parts = steps.map { "\($0.name) \(Self.text($0.seconds))" }
    return "\(kind): built in \(Self.text(seconds)) s (\(parts.joined(separator: ", ")))"
  }

  private static func text(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
