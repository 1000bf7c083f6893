import HardwareIR

/// One SystemVerilog file: its name, as it appears in messages, and its text.
public struct SourceFile: Hashable, Sendable {
  /// A plain file name such as `mac.sv`. Files that end in `.sv` or `.v` are compiled; others are
  /// included, or read with `$readmemh` and its like.
  public var name: String
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The strings of its text, among which are the names of what it includes and reads.
  public var strings: Set<String> {
    guard text.utf8.contains(UInt8(ascii: "\"")) else { return [] }
    return Set(VerilogScanner.tokens(of: text).lazy.filter(\.isString).map(\.text))
  }

  /// Whether the design reads the file while it runs.
  var isData: Bool {
    SourceFileName.role(of: name) == .besides && !SourceFileName.isText(name)
  }
}

/// What becomes of the warnings of Verilator.
public enum LintWarnings: Hashable, Sendable {
  /// One of them refuses the design.
  case fatal
  /// They are in the report of the build.
  case reported
}

/// What the compiler of a model aims at.
public enum ModelOptimization: Hashable, Sendable {
  /// A fast simulation.
  case speed
  /// A short build, to a sixth of the time; for models that run for few cycles.
  case buildTime
}

/// Whether simulations count how often the lines of the text are reached, which costs some speed.
public enum LineCoverage: Hashable, Sendable {
  case none
  case counted
}

/// A design in SystemVerilog: its files, and what a test sees of it.
public struct DesignUnderTest: Hashable, Sendable {
  public var interface: DesignInterface
  public var files: [SourceFile]
  public var warnings: LintWarnings
  public var optimization = ModelOptimization.speed
  public var lineCoverage = LineCoverage.none
  /// The vectors that some of the ports are parts of.
  public var vectors: [PortVector] = []

  public init(
    interface: DesignInterface, files: [SourceFile], warnings: LintWarnings = .fatal
  ) {
    self.interface = interface
    self.files = files
    self.warnings = warnings
  }

  public init(
    topName: String, files: [SourceFile], ports: [PortSpec], clock: String? = "clk_i",
    reset: String? = "rst_ni", streams: [StreamSpec] = [], taps: [TapSpec] = []
  ) {
    interface = DesignInterface(
      topName: topName, ports: ports, clock: clock, reset: reset, streams: streams, taps: taps)
    self.files = files
    warnings = .fatal
  }

  public var topName: String {
    get { interface.topName }
    set { interface.topName = newValue }
  }

  public var ports: [PortSpec] {
    get { interface.ports }
    set { interface.ports = newValue }
  }

  public var clock: String? {
    get { interface.clock }
    set { interface.clock = newValue }
  }

  public var reset: String? {
    get { interface.reset }
    set { interface.reset = newValue }
  }

  public var streams: [StreamSpec] {
    get { interface.streams }
    set { interface.streams = newValue }
  }

  public var taps: [TapSpec] {
    get { interface.taps }
    set { interface.taps = newValue }
  }

  var coverPoints: [PropertySpec] { interface.coverPoints }

  /// Refuses a description that contradicts itself.
  ///
  /// - Throws: `SimulationError.invalidDesign` with the first contradiction.
  func check() throws(SimulationError) {
    for file in files {
      if let problem = SourceFileName.problem(with: file.name) {
        throw invalid("source file '\(file.name)' \(problem)")
      }
    }
    guard files.contains(where: { SourceFileName.role(of: $0.name) == .compiled }) else {
      throw invalid("there is no source file; give at least one that ends in .sv or .v")
    }
    var seen: Set<String> = []
    for file in files where !seen.insert(file.name).inserted {
      throw invalid(
        "source file \(file.name) is listed twice; give each source file a name of its own")
    }
    try checkTexts()
    try interface.check()
  }

  /// Whatever the files are, they are known; and where there are claims, nothing switches them off
  /// or makes a table of zeros.
  private func checkTexts() throws(SimulationError) {
    let names = Set(files.map(\.name))
    let faults: Set<HandWrittenText.Fault> =
      interface.properties.isEmpty ? [.outside] : [.outside, .claims, .data]
    let included = HandWrittenText.included(by: files.lazy.map(\.text))
    for file in files where SourceFileName.isText(file.name) || included.contains(file.name) {
      let problems = HandWrittenText.problems(in: file.text, beside: names)
      for problem in problems where faults.contains(problem.fault) {
        throw invalid("line \(problem.line) of source file '\(file.name)' \(problem.text)")
      }
    }
  }

  private func invalid(_ sentence: String) -> SimulationError {
    .invalidDesign("Design \(topName): \(sentence).")
  }
}
