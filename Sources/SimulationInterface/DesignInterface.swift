import HardwareIR

/// Which way values go through a port or a stream, seen from the design.
public enum Direction: String, Hashable, Sendable {
  case input
  case output
}

/// A port of the top module: a vector of bits, signed or not.
public struct PortSpec: Hashable, Sendable {
  public var name: String
  public var widthBits: Int
  public var isSigned: Bool
  public var direction: Direction
  /// The names of an enumeration's cases, by their encoding; none for numbers.
  public var cases: [String]

  public init(
    name: String, widthBits: Int, isSigned: Bool, direction: Direction, cases: [String] = []
  ) {
    self.name = name
    self.widthBits = widthBits
    self.isSigned = isSigned
    self.direction = direction
    self.cases = cases
  }

  /// An unsigned input.
  public static func input(_ name: String, widthBits: Int = 1) -> PortSpec {
    PortSpec(name: name, widthBits: widthBits, isSigned: false, direction: .input)
  }

  /// An unsigned output.
  public static func output(_ name: String, widthBits: Int = 1) -> PortSpec {
    PortSpec(name: name, widthBits: widthBits, isSigned: false, direction: .output)
  }

  /// The same port, read and written as a two's complement number.
  public var signed: PortSpec {
    PortSpec(name: name, widthBits: widthBits, isSigned: true, direction: direction)
  }
}

/// A valid/ready stream through ports of the top module.
public struct StreamSpec: Hashable, Sendable {
  public var name: String
  /// `.input` for a stream into the design.
  public var direction: Direction
  public var valid: String
  public var ready: String
  /// The ports that make up an item, in order. A stream of bare events has none.
  public var payload: [String]
  /// The fields of an item as a test gives and takes them, in order: the ports of the payload, and
  /// ports without bits.
  public var fields: [String]
  /// Whose clock edges transfer the items.
  public var domain: ClockDomain

  public init(
    name: String, direction: Direction, valid: String, ready: String, payload: [String],
    domain: ClockDomain = .default
  ) {
    self.name = name
    self.direction = direction
    self.valid = valid
    self.ready = ready
    self.payload = payload
    fields = payload
    self.domain = domain
  }
}

/// Output ports that are recorded, with the cycle, at every clock edge of their domain outside its
/// reset at which `valid` is 1.
public struct TapSpec: Hashable, Sendable {
  public var name: String
  public var valid: String
  public var data: [String]
  /// The fields of an item as a test takes them, in order: `data`, and ports without bits.
  public var fields: [String]
  public var domain: ClockDomain

  public init(name: String, valid: String, data: [String], domain: ClockDomain = .default) {
    self.name = name
    self.valid = valid
    self.data = data
    fields = data
    self.domain = domain
  }
}

/// All that a test sees of a design: its ports, and what they mean together.
public struct DesignInterface: Hashable, Sendable {
  /// The top module.
  public var topName: String
  /// Every port of the top module, clock and reset included.
  public var ports: [PortSpec]
  /// Ports that were declared without bits, which the design lacks. A test may set and read them
  /// all the same: they are 0.
  public var zeroWidthPorts: [PortSpec] = []
  /// The clock of the default domain. A design without any clock is combinational: a step is then
  /// an evaluation, and there are no streams or taps, which live at clock edges.
  public var clock: String?
  /// The reset of the default domain; nil for none.
  public var reset: String?
  /// When that reset acts.
  public var resetLevel: ResetLevel
  /// The clocks of the other domains.
  public var namedClocks: [ClockSpec]
  public var streams: [StreamSpec]
  public var taps: [TapSpec]
  /// What is claimed, assumed and covered; of a design in SystemVerilog it need not be listed.
  public var properties: [PropertySpec]

  public init(
    topName: String, ports: [PortSpec], clock: String? = "clk_i", reset: String? = "rst_ni",
    resetLevel: ResetLevel = .low, namedClocks: [ClockSpec] = [], streams: [StreamSpec] = [],
    taps: [TapSpec] = [], properties: [PropertySpec] = []
  ) {
    self.topName = topName
    self.ports = ports
    self.clock = clock
    self.reset = reset
    self.resetLevel = resetLevel
    self.namedClocks = namedClocks
    self.streams = streams
    self.taps = taps
    self.properties = properties
  }
}
