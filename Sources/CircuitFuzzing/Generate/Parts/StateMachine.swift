import HardwareDSL
import HardwareIR

/// A register of states: what it does in each and where it goes from there.
struct StateMachine<State: HardwareEnum>: Part {
  let phase: StateRegister<State>
  let count: Signal
  let step: Signal

  fileprivate init(_ random: inout FuzzRandom) {
    phase = StateRegister(reset: random.element(of: Array(State.allCases)))
    count = register(.unsigned(random.integer(1...9)), reset: 0)
    step = wire(random.type())
  }

  var stem: String { "machine" }
  var state: [Signal] { [count] }

  func describe(in pool: Pool) {
    let cases = Array(State.allCases)
    step <== pool.value(step.type, depth: 1)
    Nest.start(count, pool)
    phase.decode { present in
      // One arm moves for certain: a register must be assigned.
      if present == cases[0] {
        phase <== pool.random.element(of: cases)
      }
      if pool.random.oneIn(2) {
        when(pool.condition(depth: 1)) { phase <== pool.random.element(of: cases) }
      }
      Nest.block([count, step], pool, depth: 1)
    }
    pool.add(step)
    for state in cases { pool.keep("is", pool.random.oneIn(2) ? phase == state : phase != state) }
  }
}

/// Machines of one state to nine.
enum StateMachines {
  private enum Lone: HardwareEnum { case only }
  private enum Door: HardwareEnum { case open, closed }
  private enum Light: HardwareEnum { case red, amber, green }
  private enum Weekday: HardwareEnum { case monday, tuesday, wednesday, thursday, friday }
  private enum Octave: HardwareEnum { case c, d, e, f, g, a, b, high }
  private enum Planet: HardwareEnum {
    case mercury, venus, earth, mars, jupiter, saturn, uranus, neptune, pluto
  }

  static func draw(_ random: inout FuzzRandom) -> any Part {
    switch random.integer(0...9) {
    case 0: StateMachine<Lone>(&random)
    case 1, 2: StateMachine<Door>(&random)
    case 3, 4: StateMachine<Light>(&random)
    case 5, 6: StateMachine<Weekday>(&random)
    case 7, 8: StateMachine<Octave>(&random)
    default: StateMachine<Planet>(&random)
    }
  }
}
