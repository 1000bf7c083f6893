import HardwareIR

/// Why a simulation could not be built, or did not do what was asked of it.
public enum SimulationError: Error, Equatable, Sendable {
  /// The description of the design contradicts itself or the module.
  case invalidDesign(String)
  /// The ports of the module are not those of its description.
  case portsDiffer(PortDifference)
  /// A compiler or Verilator is missing or cannot be run.
  case toolUnavailable(String)
  /// The cache folder cannot be used.
  case cacheUnavailable(String)
  /// Cover points cannot be counted.
  case coverageUnavailable(String)
  /// Verilator refused the design; `text` is what it said.
  case refusedByVerilator(design: String, text: String)
  /// The C++ compiler refused the model or the test bench.
  case compilationFailed(design: String, text: String)
  /// There is no port, stream or tap of that name.
  case unknownName(kind: String, name: String, design: String, near: [String])
  /// A value that a port cannot carry.
  case valueDoesNotFit(port: PortSpec, value: PortValue)
  /// A request that makes no sense for this design.
  case invalidRequest(String)
  /// The goal of a run was not reached in time.
  case cycleLimit(design: String, limit: Int, goal: String, state: String)
  /// An assertion, an assumption, `$error`, `$fatal`, `$stop`, or a rule of a stream or a bus.
  case failed(SimulationFailure)
  /// The design called `$finish`.
  case finished(design: String, cycle: Int)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidDesign(let sentence), .toolUnavailable(let sentence),
      .cacheUnavailable(let sentence), .coverageUnavailable(let sentence),
      .invalidRequest(let sentence):
      sentence
    case .portsDiffer(let difference): difference.description
    case .refusedByVerilator(let design, let text):
      "Verilator refuses design \(design), whose warnings must be mended too:\n\(text)"
    case .compilationFailed(let design, let text):
      "The C++ compiler refuses the model of design \(design):\n\(text)"
    case .unknownName(let kind, let name, let design, let near):
      Self.unknown(kind, name, design, near)
    case .valueDoesNotFit(let port, let value):
      "Value \(value) does not fit port \(port.name), which has \(port.widthBits) "
        + "\(port.isSigned ? "signed" : "unsigned") bits; send a value within them."
    case .cycleLimit(let design, let limit, let goal, let state):
      "Design \(design) did not reach '\(goal)' within \(limit) cycles (\(state)); "
        + "raise the limit or look at a waveform."
    case .failed(let failure):
      failure.description
    case .finished(let design, let cycle):
      "Design \(design) called $finish in cycle \(cycle), and no cycle runs after it; "
        + "create a new simulation."
    }
  }

  private static func unknown(
    _ kind: String, _ name: String, _ design: String, _ near: [String]
  ) -> String {
    let start = "Design \(design) has no \(kind) named '\(name)'; "
    return start
      + (near.isEmpty ? "it has no \(kind)s at all." : "near it: \(near.joined(separator: ", ")).")
  }
}

/// Something that went wrong while a design ran.
public struct SimulationFailure: Hashable, Sendable {
  /// Who says so.
  public enum Kind: UInt32, Hashable, Sendable {
    /// The design itself: an assertion, `$error`, `$fatal` or `$stop`.
    case design = 1
    /// A rule of a stream was broken.
    case streamRule = 2
    /// The simulator cannot go on, as in a combinational loop that does not settle.
    case simulator = 3
    /// An assumption was broken: the fault of what drives the design, not of the design.
    case assumption = 4
    /// The design broke a rule of a bus, as what is attached to it tells.
    case busRule = 5
  }

  public var cycle: Int
  public var kind: Kind
  /// The message, with file and line where Verilator gives them.
  public var text: String

  public init(cycle: Int, kind: Kind, text: String) {
    self.cycle = cycle
    self.kind = kind
    self.text = text
  }
}

extension SimulationFailure: CustomStringConvertible {
  public var description: String { "Cycle \(cycle): \(text)" }
}

/// A mistake that was made through a subscript, which cannot throw, and its place in the test.
public struct SimulationMistake: Equatable, Sendable {
  public var error: SimulationError
  public var location: SourceLocation

  public init(_ error: SimulationError, at location: SourceLocation) {
    self.error = error
    self.location = location
  }
}

extension SimulationMistake: CustomStringConvertible {
  public var description: String { "\(location): \(error)" }
}
