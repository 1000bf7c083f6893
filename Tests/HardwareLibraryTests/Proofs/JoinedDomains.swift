import HardwareDSL
import HardwareIR
import HardwareLibrary
import Testing

/// All sides of a queue between domains at one clock, as a proof has them anyway, with one reset.
final class Joined: Module {
  let input = ReadyValid<Item>.input { field in Item(field(.bits(1))) }
  let output = ReadyValid<Item>.output { field in Item(field(.bits(1))) }
  let fifo: AsynchronousFIFO
  private let depth: Int

  init(depth: Int) {
    fifo = AsynchronousFIFO(width: 1, depth: depth)
    self.depth = depth
  }

  var documentation: Documentation { Documentation("A queue between domains, in one.") }

  var body: Behavior {
    clock(fifo, [.source: .default, .sink: .default])
    fifo.input <== input
    output <== fifo.output
  }

  /// The design with what an induction needs beside the claims of the queue, and no domain may
  /// say: the counts, and what has come over of them, follow each other around.
  func elaborated() throws -> Circuit {
    let count = HardwareType.unsigned(bitsToHold(depth))
    let wide = HardwareType.unsigned(count.width + 3)
    func number(_ register: String) -> HardwareIR.Expression {
      let code = HardwareIR.Expression.reference(register, .bits(count.width))
      let bits = (0..<count.width).reversed().map { bit in
        HardwareIR.Expression.unary(
          .parity, .slice(code, low: bit, width: count.width - bit))
      }
      return .reinterpret(.concatenation(bits), as: count)
    }
    let order = [
      "head_sync_2_q", "head_sync_1_q", "head_gray_q", "tail_sync_2_q", "tail_sync_1_q",
      "tail_gray_q",
    ].map(number)
    let distances = zip(order, order.dropFirst()).map { before, behind in
      HardwareIR.Expression.extend(.binary(.subtract, behind, before), to: wide)
    }
    let sum = distances.dropFirst().reduce(distances[0]) { .binary(.add, $0, $1) }
    let limit = HardwareIR.Expression.literal(BitPattern(depth, width: wide.width), wide)
    var circuit = try elaborate(self)
    let queue = try #require(circuit.modules.firstIndex { $0.name.hasPrefix("asynchronous") })
    circuit.modules[queue].statements.append(
      .property(Property(.claim, "InOrder", .binary(.lessOrEqual, sum, limit), in: .sink)))
    return circuit
  }
}

/// Both sides of a pulse synchronizer at one clock.
final class JoinedPulses: Module {
  let pulse = input(.bit)
  let arrived = output(.bit)
  let synchronizer = PulseSynchronizer()

  var documentation: Documentation { Documentation("Pulses between domains, in one.") }

  var body: Behavior {
    clock(synchronizer, [.source: .default, .sink: .default])
    synchronizer.pulse <== pulse
    arrived <== synchronizer.arrived
    claim(
      "Arrives", arrived == past(pulse, cycles: 3, reset: 0),
      "a pulse arrives after three cycles, and no other does")
  }
}
