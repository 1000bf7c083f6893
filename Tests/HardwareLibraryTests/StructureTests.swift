import HardwareDSL
import HardwareIR
import HardwareLibrary
import TestSupport
import Testing

/// What the library's units are made of; what they do is a matter of simulation.
@Suite struct StructureTests {
  @Test("A FIFO of every size elaborates, with its storage, pointers and streams")
  func fifo() throws {
    try withEvery("width", in: [1, 2, 8, 70]) { width in
      try withEvery("depth", in: [2, 4, 16]) { depth in
        let circuit = try elaborate(StreamFIFO(width: width, depth: depth), .strict)
        #expect(circuit.top.name == "stream_fifo_w\(width)_d\(depth)", "\(currentContext)")
        #expect(circuit.top.registers.count == depth + 2, "\(currentContext)")
        #expect(circuit.streams.map(\.name) == ["input", "output"])
        #expect(circuit.top.registers.last?.type.range?.upperBound == 2 * depth - 1)
      }
    }
  }

  @Test("What lies between two clocks elaborates in every size, without a warning")
  func betweenClocks() throws {
    try withEvery("width", in: [1, 2, 8, 70]) { width in
      try withEvery("depth", in: [2, 4, 16]) { depth in
        let circuit = try elaborate(
          AsynchronousFIFO(width: width, depth: depth, stages: 3), .strict)
        #expect(circuit.top.clockDomains == [.source, .sink], "\(currentContext)")
      }
    }
    #expect(try elaborate(PulseSynchronizer(), .strict).top.clockDomains == [.source, .sink])
  }

  @Test("A FIFO's streams are independent: no input reaches an output in the same cycle")
  func fifoPaths() throws {
    final class Ring: Module {
      let enable = input(.bit)
      let level = output(.bit)
      let fifo = StreamFIFO(width: 4, depth: 2)
      var documentation: Documentation { Documentation("Output fed back to the input.") }
      var body: Behavior {
        fifo.input <== fifo.output
        level <== (fifo.output.valid && enable)
      }
    }
    _ = try elaborate(Ring())
  }

  @Test("An arbiter of every size elaborates, with a flag for each input")
  func arbiter() throws {
    try withEvery("count", in: [2, 3, 4, 7, 16]) { count in
      let circuit = try elaborate(StreamArbiter(width: 8, count: count), .strict)
      #expect(circuit.top.name == "stream_arbiter_n\(count)_w8", "\(currentContext)")
      #expect(circuit.top.registers.count == count, "\(currentContext)")
      #expect(circuit.streams.count == count + 1, "\(currentContext)")
    }
  }

  @Test("A divider of every size elaborates and has no combinational path")
  func divider() throws {
    try withEvery("quotientBits", in: [2, 4, 8, 16]) { quotientBits in
      try withEvery("divisorBits", in: [1, 2, 9, 20]) { divisorBits in
        let circuit = try elaborate(
          SerialDivider(quotientBits: quotientBits, divisorBits: divisorBits), .strict)
        let quotient = circuit.top.ports.first { $0.name == "quotient_o" }
        #expect(quotient?.type == .unsigned(quotientBits), "\(currentContext)")
      }
    }
  }
}
