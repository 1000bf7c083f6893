import HardwareIR

extension DesignInterface {
  /// Refuses a description that contradicts itself; a simulator compares what it says of the module
  /// with the module.
  ///
  /// - Throws: `SimulationError.invalidDesign` with the first contradiction.
  public func check() throws(SimulationError) {
    try checkNames()
    for port in ports where port.widthBits < 1 {
      throw invalid("port \(port.name) has width \(port.widthBits); a port has 1 bit or more")
    }
    if clock == nil, let reset {
      throw invalid("the reset \(reset) has no clock; list it among the ports alone")
    }
    try checkClocks()
    for (name, domain) in streams.map({ ($0.name, $0.domain) }) + taps.map({ ($0.name, $0.domain) })
    where clockIndex(of: domain) == nil {
      throw invalid(
        "\(name) is a stream or tap, which needs a clock\(clocks.isEmpty ? "" : ", in \(domain)"); "
          + "list its ports alone")
    }
    for stream in streams {
      let isInput = stream.direction == .input
      let role = "stream \(stream.name)"
      try checkBit(stream.valid, stream.direction, role: "valid of \(role)")
      try checkBit(stream.ready, isInput ? .output : .input, role: "ready of \(role)")
      try checkFields(stream.payload, stream.direction, role: "payload of \(role)")
    }
    for tap in taps {
      try checkBit(tap.valid, .output, role: "valid of tap \(tap.name)")
      try checkFields(tap.data, .output, role: "data of tap \(tap.name)")
    }
  }

  private func checkClocks() throws(SimulationError) {
    for (index, spec) in clocks.enumerated() {
      try checkBit(spec.clock, .input, role: "clock")
      if let reset = spec.reset { try checkBit(reset, .input, role: "reset") }
      guard spec.domain != .asynchronous, clockIndex(of: spec.domain) == index else {
        throw invalid(
          "the clock \(spec.clock) is of \(spec.domain); give each clock a domain of its own")
      }
    }
    try checkDistinct(clocks.map(\.clock) + clocks.compactMap(\.reset), "clock or reset")
  }

  private func checkNames() throws(SimulationError) {
    for name in [topName] + ports.map(\.name) where !name.isIdentifier {
      throw invalid("'\(name)' is not a plain SystemVerilog name; use letters, digits, _ and $")
    }
    for name in streams.map(\.name) + taps.map(\.name) where name.contains(where: \.isNewline) {
      throw invalid("the name of a stream or tap, '\(name)', has two lines; use one")
    }
    try checkDistinct(ports.map(\.name), "port")
    try checkDistinct(streams.map(\.name), "stream")
    try checkDistinct(taps.map(\.name), "tap")
  }

  private func checkDistinct(_ names: [String], _ kind: String) throws(SimulationError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw invalid("\(kind) \(name) is listed twice; give each \(kind) a name of its own")
    }
  }

  private func checkBit(
    _ name: String, _ direction: Direction, role: String
  ) throws(SimulationError) {
    try checkFields([name], direction, role: role)
    for port in ports where port.name == name && port.widthBits != 1 {
      throw invalid("the \(role), \(name), has \(port.widthBits) bits; it must have 1")
    }
  }

  private func checkFields(
    _ names: [String], _ direction: Direction, role: String
  ) throws(SimulationError) {
    for name in names {
      guard let port = ports.first(where: { $0.name == name }) else {
        throw invalid("the \(role), \(name), is not among the ports; add it to the port table")
      }
      if port.direction != direction {
        throw invalid(
          "the \(role), \(name), is an \(port.direction.rawValue); it must be an "
            + direction.rawValue)
      }
    }
  }

  private func invalid(_ sentence: String) -> SimulationError {
    .invalidDesign("Design \(topName): \(sentence).")
  }
}

extension String {
  /// A name that needs no escape in SystemVerilog or C++.
  var isIdentifier: Bool {
    guard let first = unicodeScalars.first, first == "_" || first.isLetter else { return false }
    return unicodeScalars.allSatisfy {
      $0 == "_" || $0 == "$" || $0.isLetter || ("0"..."9").contains($0)
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
