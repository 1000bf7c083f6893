import HardwareIR

/// One file of emitted SystemVerilog.
public struct EmittedFile: Hashable, Sendable {
  public var name: String
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// Whether the emitted text says where in the Swift source its parts come from.
public enum LocationComments: Hashable, Sendable {
  case omitted
  /// `// Adder.swift:12` behind declarations, instances and statements, or above them where there
  /// is no room. A place that stood last is not repeated.
  case shown
}

/// Whether the text says what `Circuit.statingStreamRules` adds: the rules of valid/ready streams,
/// as claims where a stream leaves a module and as assumptions where it comes in.
public enum StreamRules: Hashable, Sendable, CaseIterable {
  case omitted
  case printed
}

/// Turns a checked circuit into SystemVerilog, one module per file.
///
/// The text depends on the circuit and these options alone: no date, host, path or tool version,
/// and no counters across modules, so that changing one module changes one file.
public struct SystemVerilogEmitter: Hashable, Sendable {
  /// Lines in the header of every file: how to generate it again.
  public var banner: [String]
  /// Lines before them in the header of the top alone, such as the configuration in words, so that
  /// equal modules of two configurations are equal files.
  public var topBanner: [String]
  /// How the text is spelled, for the tools that read it.
  public var profile: TargetProfile
  /// When the reset acts on the registers that have one. A simulation by the interpreter takes the
  /// same.
  public var reset: ResetStyle
  public var locations: LocationComments
  /// What is left out before printing.
  public var optimization: Optimization
  /// Whether arrays stay arrays.
  public var arrays: ArrayForm
  /// Whether the rules of valid/ready streams are printed as claims and assumptions.
  public var streamRules: StreamRules
  /// Whether there are outputs that are only observed. A simulation always has them.
  public var taps: TapPorts

  public init(
    banner: [String] = [], topBanner: [String] = [], profile: TargetProfile = .portable,
    reset: ResetStyle = .asynchronous, locations: LocationComments = .omitted,
    optimization: Optimization = .standard, arrays: ArrayForm = .rolled,
    streamRules: StreamRules = .omitted, taps: TapPorts = .omitted
  ) {
    self.banner = banner
    self.topBanner = topBanner
    self.profile = profile
    self.reset = reset
    self.locations = locations
    self.optimization = optimization
    self.arrays = arrays
    self.streamRules = streamRules
    self.taps = taps
  }

  /// The files in compilation order: memory cells first, children before parents, and hand-written
  /// text last, since what its directives and macros set acts on all that follows.
  public func emit(_ circuit: Circuit) -> [EmittedFile] { emission(of: circuit).files }

  /// The files of a circuit, and where in them its children and claims stand.
  public struct Emission: Hashable, Sendable {
    public var files: [EmittedFile]
    /// By the names of modules.
    public var scopes: [String: PrintedScopes]
  }

  /// What `emit` gives, with the scopes of the text.
  public func emission(of circuit: Circuit) -> Emission {
    let circuit = printed(circuit)
    let modules = circuit.hardware.filter { $0.blackBox == nil }
    let cells = MemoryCell.files(for: modules, banner: banner)
    let sources = circuit.blackBoxSources.map { EmittedFile(name: $0.name, text: $0.text) }
    var scopes: [String: PrintedScopes] = [:]
    let printed = arrangements(modules, of: circuit).map { name, arrangement in
      scopes[name] = arrangement.scopes
      let isTop = name == circuit.top.name
      var printer = ModulePrinter(
        arrangement, emitter: self, banner: (isTop ? topBanner : []) + banner)
      return EmittedFile(name: name + ".sv", text: printer.print())
    }
    return Emission(files: cells + printed + sources, scopes: scopes)
  }

  /// The circuit with all that the text says about it.
  public func stated(_ circuit: Circuit) -> Circuit {
    streamRules == .printed ? circuit.statingStreamRules() : circuit
  }

  /// The circuit with all that the text says about it and without what it leaves out.
  func printed(_ circuit: Circuit) -> Circuit {
    let stated = stated(circuit)
    return taps == .kept ? stated : stated.withoutTaps()
  }

  /// The parts of each module in the order of the text, by the module's name.
  func arrangements(
    _ modules: [ModuleDefinition], of circuit: Circuit
  ) -> [(name: String, arrangement: Arrangement)] {
    let definitions = circuit.definitions
    let paths = arrays == .rolled ? circuit.combinationalPaths() : [:]
    return modules.map { module in
      let legal = Legalization(
        RegisterBlocks.separated(optimization.optimized(module)), PrintedNames(module),
        definitions: definitions, profile: profile, arrays: arrays, paths: paths)
      return (module.name, Arrangement(legal, definitions: definitions))
    }
  }

  /// The names of the files that `emit` makes, in the same order.
  public static func fileNames(of circuit: Circuit) -> [String] {
    let modules = circuit.hardware.filter { $0.blackBox == nil }
    return MemoryCell.files(for: modules, banner: []).map(\.name)
      + modules.map { $0.name + ".sv" } + circuit.blackBoxSources.map(\.name)
  }

  /// Ports of a module that the text declares as one vector.
  public struct PortVector: Hashable, Sendable {
    public var name: String
    public var direction: Port.Direction
    public var width: Int
    /// The names of the ports, the first in the lowest bits.
    public var elements: [String]
  }

  /// The vectors among the ports of a module, as this emitter declares them.
  public func portVectors(of module: ModuleDefinition) -> [PortVector] {
    guard arrays == .rolled else { return [] }
    let tapped = taps == .kept ? [] : Set(module.taps.flatMap { [$0.valid] + $0.data })
    let families = SignalFamilies(portsOf: module).all.filter {
      tapped.isDisjoint(with: $0.members)
    }
    return families.map { family in
      let isInput = if case .input = family.kind { true } else { false }
      return PortVector(
        name: family.name, direction: isInput ? .input : .output, width: family.width,
        elements: family.members)
    }
  }

  /// The names of `files`, one per line, for `verilator -f` and its like; not those that are only
  /// included or read.
  public static func fileList(_ files: [EmittedFile]) -> EmittedFile {
    let names = files.map(\.name).filter { SourceFileName.role(of: $0) == .compiled }
    return EmittedFile(name: "files.f", text: names.map { $0 + "\n" }.joined())
  }
}
