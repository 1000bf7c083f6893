import HardwareDSL
import HardwareIR

/// Values of an enumeration, also such as encode none of its cases: chosen, compared, decoded,
/// held, and sent through a child.
struct Enumeration<State: HardwareEnum>: Part {
  let relay: EnumerationRelay<State>
  let present: Enumerated<State>
  let held: [Enumerated<State>]
  let step: Signal

  fileprivate init(_ random: inout FuzzRandom) {
    let cases = Array(State.allCases)
    relay = EnumerationRelay(first: random.element(of: cases))
    present = wire(State.self)
    held = (0..<2).map { _ in register(State.self, reset: random.element(of: cases)) }
    step = wire(random.type())
  }

  var stem: String { "enumeration" }
  var state: [Signal] { held.map(\.asBits) }

  func describe(in pool: Pool) {
    present <== value(pool)
    if pool.random.oneIn(2) {
      when(pool.condition(depth: 1)) { present <== aCase(pool) }
    }
    relay.asked <== value(pool)
    if pool.random.oneIn(2) { held[pool.signal(.unsigned(1))] <== present }
    for register in held {
      when(pool.condition(depth: 1)) { register <== relay.answer }
        .elseWhen(pool.condition(depth: 1)) { register <== aCase(pool) }
    }
    step <== pool.value(step.type, depth: 1)
    present.decode { _ in Nest.block([step], pool, depth: 1) }
    pool.add(step)
    pool.keep("present", present.asBits)
    pool.keep("answer", relay.answer.asBits)
    pool.keep("is", present == aCase(pool))
    pool.keep("isNot", relay.answer != aCase(pool))
    pool.keep("same", present == relay.answer)
  }

  private func aCase(_ pool: Pool) -> State { pool.random.element(of: Array(State.allCases)) }

  /// A value that depends on no wire of this part.
  private func value(_ pool: Pool) -> Enumerated<State> {
    let code = pool.value(present.asBits.type, depth: 1)
    switch pool.random.integer(0...4) {
    case 0: return .init(aCase(pool))
    case 1: return State.decoded(from: code, otherwise: aCase(pool))
    case 2: return mux(pool.condition(depth: 1), held[0], aCase(pool))
    case 3: return held[pool.signal(.unsigned(1))]
    default: return code.asBundle(like: Unchecked(state: present)).state
    }
  }

  /// Reads bits as a case, whatever they are.
  private struct Unchecked: SignalBundle {
    let state: Enumerated<State>
  }
}

/// A child between ports of an enumeration.
final class EnumerationRelay<State: HardwareEnum>: Module {
  let first: State
  let asked = input(State.self)
  let answer = output(State.self)
  let count = register(.unsigned(3), reset: 0)

  init(first: State) { self.first = first }

  var moduleName: String {
    "relay_" + "\(State.self)".lowercased() + "_" + "\(first)"
  }

  var documentation: Documentation { Documentation("Answers what it is asked, or a case.") }

  var body: Behavior {
    count <== count &+ 1
    answer <== asked
    asked.decode { state in
      if state == first { when(count < 5) { answer <== (State.allCases.first ?? first) } }
      if state != first { when(count == 6) { answer <== first } }
    }
  }
}

/// Enumerations of one case to nine.
enum Enumerations {
  private enum Sole: HardwareEnum { case here }
  private enum Gate: HardwareEnum { case up, down }
  private enum Trit: HardwareEnum { case low, middle, high }
  private enum Season: HardwareEnum { case spring, summer, autumn, winter }
  private enum Digit: HardwareEnum { case one, two, three, four, five, six, seven, eight, nine }

  static func draw(_ random: inout FuzzRandom) -> any Part {
    switch random.integer(0...8) {
    case 0: Enumeration<Sole>(&random)
    case 1, 2: Enumeration<Gate>(&random)
    case 3...5: Enumeration<Trit>(&random)
    case 6: Enumeration<Season>(&random)
    default: Enumeration<Digit>(&random)
    }
  }
}
