import Hardware
import Testing

/// An item and the input that it came from.
struct Tagged: SignalBundle {
  let source: Signal
  let data: Signal

  init(_ field: FieldMaker) {
    source = field(.unsigned(2), "the input it came from")
    data = field(.bits(8))
  }
}

enum Slot: HardwareEnum { case empty, full }

final class RoundRobinArbiter: Module {
  let inputs = (0..<4).map { _ in ReadyValid.input(.bits(8)) }
  let merged = ReadyValid<Tagged>.output { field in Tagged(field) }
  let slot = StateRegister(reset: Slot.empty)
  let held = Tagged(.dataRegister())
  let turn = register(.unsigned(2), reset: 0, "the input that is asked first")

  var documentation: Documentation {
    Documentation(
      "Merges four streams into one, in turn.", latency: [.cycles(1, from: inputs, to: merged)],
      throughput: [.one("item", from: inputs, to: merged)],
      reset: [.value(0, of: merged.valid), .sentence("input 0 is asked first")],
      combinationalPaths: [
        .path(from: inputs.map(\.valid), merged.ready, to: inputs.map(\.ready))
      ])
  }

  var body: Behavior {
    section("The first input with an item, asked from the one whose turn it is")
    let choice = wire("choice", .unsigned(2))
    choice <== turn
    decode(turn, values: 0..<4) { first in
      for offset in (0..<4).reversed() {
        let index = (first + offset) % 4
        when(inputs[index].valid) { choice <== .number(index) }
      }
    }

    section("The slot before the output")
    let isFree = wire("isFree", .bit)
    isFree <== merged.ready
    slot.decode { state in
      switch state {
      case .empty: isFree <== 1
      case .full: when(merged.ready) { slot <== .empty }
      }
    }
    for (index, input) in inputs.enumerated() {
      input.ready <== (isFree && choice == .number(index))
      when(input.fires) {
        slot <== .full
        held.source <== .number(index)
        held.data <== input.payload.data
        turn <== .number((index + 1) % 4)
      }
    }
    merged.valid <== (slot == .full)
    merged.payload <== held
    claim("OneAtATime", sum(of: inputs.map(\.fires.asUnsigned)) <= 1)
  }
}

/// The same test for every simulator.
private func mergesInTurn(_ simulation: some Simulator) throws {
  try simulation.reset()
  for index in 0..<4 { try simulation.send("inputs_\(index)", [16 * index, 16 * index + 1]) }
  try simulation.pace("merged", .random(pausing: 0.3, seed: 1))
  let items = try simulation.receive("merged", 8, limit: 100)
  #expect(items.map { $0.fields[0] } == [0, 1, 2, 3, 0, 1, 2, 3])
  #expect(items.map { $0.fields[1] } == [0, 16, 32, 48, 1, 17, 33, 49])
}

@Test func mergesInTurnInVerilator() async throws {
  try mergesInTurn(try await Simulation(of: elaborate(RoundRobinArbiter())))
}

@Test func mergesInTurnInProcess() throws {
  try mergesInTurn(try InterpretedSimulation(of: elaborate(RoundRobinArbiter())))
}
