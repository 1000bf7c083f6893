/// What a module promises, by the names of its ports.
public struct Contract: Hashable, Sendable {
  /// Ports that are one thing to a reader: a port, all ports of an array, or a stream by its valid.
  public struct Ports: Hashable, Sendable {
    /// As a reader calls them.
    public var name: String
    /// The names of the ports, at least one.
    public var ports: [String]

    public init(name: String, ports: [String]) {
      self.name = name
      self.ports = ports
    }
  }

  public enum Latency: Hashable, Sendable {
    /// A change of any of `from` is first seen at `to` so many edges of the domain of `to` later.
    case cycles(Int, from: [Ports], to: [Ports], domain: ClockDomain, note: String?)
    case sentence(String)
  }

  public enum Throughput: Hashable, Sendable {
    /// `count` items in every `cycles` cycles: from where one enters to where it is seen, as far as
    /// ports tell.
    case items(Int, of: String, cycles: Int, from: [Ports], to: [Ports], note: String?)
    case sentence(String)
  }

  public enum Reset: Hashable, Sendable {
    /// No register has a reset, here or in a child.
    case none
    /// Some registers have a reset, and data have none.
    case control
    /// Outputs have this value from the reset on, whatever the inputs are.
    case value(Int, of: [Ports])
    case sentence(String)
  }

  /// Inputs that each reach each of some outputs without a register.
  public struct Path: Hashable, Sendable {
    public var from: [Ports]
    public var to: [Ports]

    public init(from: [Ports], to: [Ports]) {
      self.from = from
      self.to = to
    }
  }

  public enum Paths: Hashable, Sendable {
    /// No promise; of a black box, that every output may follow every input.
    case unstated
    /// Every output follows every input.
    case all
    /// These, and no other.
    case only([Path])
  }

  public var summary: String
  public var latency: [Latency]
  public var throughput: [Throughput]
  public var reset: [Reset]
  public var paths: Paths
  /// Where the promise is made.
  public var location: SourceLocation?

  public init(
    _ summary: String, latency: [Latency] = [], throughput: [Throughput] = [], reset: [Reset] = [],
    paths: Paths = .unstated, at location: SourceLocation? = nil
  ) {
    self.summary = summary
    self.latency = latency
    self.throughput = throughput
    self.reset = reset
    self.paths = paths
    self.location = location
  }

  /// The inputs that may reach each output of a black box without a register.
  public func inputsOfOutput(of ports: [Port]) -> [String: Set<String>] {
    switch paths {
    case .unstated, .all:
      let data = ports.filter { $0.role == .data }
      let inputs = Set(data.lazy.filter { $0.direction == .input }.map(\.name))
      return Dictionary(
        data.filter { $0.direction == .output }.map { ($0.name, inputs) },
        uniquingKeysWith: { first, _ in first })
    case .only(let paths):
      var result: [String: Set<String>] = [:]
      for path in paths {
        let inputs = path.from.flatMap(\.ports)
        for output in path.to.flatMap(\.ports) { result[output, default: []].formUnion(inputs) }
      }
      return result
    }
  }
}
