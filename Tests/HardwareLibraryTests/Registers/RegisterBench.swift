import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// Runs the registers of a map with random accesses, pauses and events, and compares every output
/// in every cycle with the model.
struct RegisterBench {
  private let simulation: any Simulator
  private let map: RegisterMap
  private var model: RegisterModel
  private var random: TestRandom
  private let pausing: Int

  private var given = Offers()
  private var addresses: [UInt64] = []
  private var words: [(data: UInt32, strobes: UInt32)] = []
  private var reads: [UInt64] = []
  private var response: Int?
  private var answer: (data: UInt32, resp: Int)?
  /// How many accesses were answered.
  private(set) var answered = 0

  /// What a manager offers, until it is accepted.
  private struct Offers {
    var aw: UInt64?
    var w: (data: UInt32, strobes: UInt32)?
    var ar: UInt64?
  }

  /// - Parameter pausing: In how many of 8 cycles each channel pauses.
  init(_ simulation: any Simulator, _ map: RegisterMap, pausing: Int, seed: UInt64) throws {
    self.simulation = simulation
    self.map = map
    self.pausing = pausing
    model = RegisterModel(map)
    random = TestRandom(seed: seed)
    try simulation.reset()
  }

  private mutating func pauses() -> Bool { random.integer(0...7) < pausing }

  private mutating func address() -> UInt64 {
    let kind = random.integer(0...9)
    let greatest = ~UInt64(0) >> UInt64(64 - map.addressBits)
    guard kind > 0 else { return random.next() & greatest }
    let register = map.registers[random.integer(0...(map.registers.count - 1))]
    return UInt64(register.offset + random.integer(0...7)) & greatest
  }

  /// What hardware gives in this cycle: mostly nothing, so that something stays.
  private mutating func inputs() throws -> [String: UInt64] {
    var inputs: [String: UInt64] = [:]
    for port in simulation.interface.ports where port.direction == .input {
      let name = String(port.name.dropLast(2))
      let kind = name.prefix { $0 != "_" }
      guard ["readings", "sets", "clears", "amounts"].contains(kind) else { continue }
      let isQuiet = kind == "clears" ? random.integer(0...31) > 0 : random.integer(0...3) > 0
      let value = random.next() >> UInt64(64 - port.widthBits)
      inputs[name] = kind != "readings" && isQuiet ? 0 : value
      try simulation.poke(port.name, PortValue(inputs[name] ?? 0))
    }
    return inputs
  }

  /// One cycle.
  ///
  /// - Returns: What is not as the model says; nil for nothing.
  mutating func step() throws -> String? {
    let inputs = try inputs()
    if given.aw == nil, !pauses() { given.aw = address() }
    if given.w == nil, !pauses() {
      let strobes = random.integer(0...2) == 0 ? random.next() & 15 : 15
      given.w = (UInt32(truncatingIfNeeded: random.next()), UInt32(strobes))
    }
    if given.ar == nil, !pauses() { given.ar = address() }
    try offer("aw", given.aw.map { ["addr": $0, "prot": 0] })
    try offer("w", given.w.map { ["data": UInt64($0.data), "strb": UInt64($0.strobes)] })
    try offer("ar", given.ar.map { ["addr": $0, "prot": 0] })
    let takesResponse = !pauses()
    let takesAnswer = !pauses()
    try simulation.poke("s_axil_bready", takesResponse ? 1 : 0)
    try simulation.poke("s_axil_rready", takesAnswer ? 1 : 0)

    if let mistake = try mistake() { return mistake }
    if try peek("s_axil_awready") == 1, let accepted = given.aw {
      addresses.append(accepted)
      given.aw = nil
    }
    if try peek("s_axil_wready") == 1, let accepted = given.w {
      words.append(accepted)
      given.w = nil
    }
    if try peek("s_axil_arready") == 1, let accepted = given.ar {
      reads.append(accepted)
      given.ar = nil
    }
    advance(inputs, takesResponse, takesAnswer)
    try simulation.step()
    return nil
  }

  private func offer(_ channel: String, _ fields: KeyValuePairs<String, UInt64>?) throws {
    try simulation.poke("s_axil_\(channel)valid", fields == nil ? 0 : 1)
    for (field, value) in fields ?? [:] {
      try simulation.poke("s_axil_\(channel)\(field)", PortValue(value))
    }
  }

  private func peek(_ port: String) throws -> UInt64 {
    let words = try simulation.peek(port).words(2)
    return UInt64(words[1]) << 32 | UInt64(words[0])
  }

  /// What is wrong with the outputs of this cycle.
  private func mistake() throws -> String? {
    func differs(_ port: String, _ expected: UInt64) throws -> String? {
      let value = try peek(port)
      return value == expected
        ? nil : "\(port) is \(value) in cycle \(simulation.cycle), not \(expected)"
    }
    for (name, value) in model.values {
      if let mistake = try differs("values_\(name)_o", value) { return mistake }
    }
    if let mistake = try differs("s_axil_bvalid", response == nil ? 0 : 1)
      ?? differs("s_axil_rvalid", answer == nil ? 0 : 1)
    {
      return mistake
    }
    if let response, let mistake = try differs("s_axil_bresp", UInt64(response)) { return mistake }
    guard let answer else { return nil }
    return try differs("s_axil_rresp", UInt64(answer.resp))
      ?? differs("s_axil_rdata", UInt64(answer.data))
  }

  /// What the next edge does.
  private mutating func advance(
    _ inputs: [String: UInt64], _ takesResponse: Bool, _ takesAnswer: Bool
  ) {
    if response != nil, takesResponse {
      response = nil
      answered += 1
    }
    if answer != nil, takesAnswer {
      answer = nil
      answered += 1
    }
    if answer == nil, let address = reads.first {
      reads.removeFirst()
      answer = model.read(address, inputs)
    }
    guard response == nil, let address = addresses.first, let word = words.first else {
      _ = model.advance(nil, inputs)
      return
    }
    addresses.removeFirst()
    words.removeFirst()
    response = model.advance(
      RegisterModel.Write(address: address, data: word.data, strobes: word.strobes), inputs)
  }
}
