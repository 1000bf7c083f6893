/// What makes a module a black box: its hardware is written by hand, and what it holds beside its
/// ports is only a model for the interpreter, which is never printed.
///
/// It has at most one clock, which is its default domain. An instance connects its clock and reset
/// like its other ports, since the reset may be active high.
public struct BlackBoxDefinition: Hashable, Sendable {
  /// The value of a parameter.
  public enum Value: Hashable, Sendable {
    case integer(Int)
    case text(String)
    case bits(BitPattern)
  }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var value: Value

    public init(name: String, value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// Hand-written text, compiled with the design, or what it includes or reads.
  public struct Source: Hashable, Sendable {
    /// A plain file name, which says what becomes of the file: see `SourceFileName`.
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The name of the module in the hand-written text. The name of the definition states the
  /// parameters too, since they may decide the widths of ports.
  public var cell: String
  public var parameters: [Parameter]
  /// In the order of compilation; none where the design is built with the text from elsewhere.
  public var sources: [Source]
  /// The inputs that reach each output without a register, by their names.
  public var inputsOfOutput: [String: Set<String>]

  public init(
    cell: String, parameters: [Parameter] = [], sources: [Source] = [],
    inputsOfOutput: [String: Set<String>] = [:]
  ) {
    self.cell = cell
    self.parameters = parameters
    self.sources = sources
    self.inputsOfOutput = inputsOfOutput
  }
}

extension BlackBoxDefinition {
  /// Whether there is text to compile.
  public var isGiven: Bool { sources.contains { SourceFileName.role(of: $0.name) == .compiled } }
}

extension ModuleDefinition {
  /// Whether the module can be interpreted: all can but black boxes without a model.
  public var hasBehaviour: Bool {
    blackBox == nil || !statements.isEmpty || !ports.contains { $0.direction == .output }
  }

  /// The name in the emitted text.
  public var printedName: String { blackBox?.cell ?? name }
}

extension Circuit {
  /// The modules of the hardware, black boxes among them, but without those that only a model uses.
  public var hardware: [ModuleDefinition] {
    let definitions = definitions
    var reached: Set<String> = [top.name]
    var pending = [top]
    while let module = pending.popLast() {
      guard module.blackBox == nil else { continue }
      for instance in module.instances where reached.insert(instance.module).inserted {
        if let definition = definitions[instance.module] { pending.append(definition) }
      }
    }
    return modules.filter { reached.contains($0.name) }
  }

  /// The hand-written files of all black boxes, each once, in the order of compilation.
  public var blackBoxSources: [BlackBoxDefinition.Source] {
    var names: Set<String> = []
    return hardware.flatMap { $0.blackBox?.sources ?? [] }.filter { names.insert($0.name).inserted }
  }
}
