import HardwareDSL
import HardwareIR

/// Arrays of registers, wires, children and memories, of which each lane does the same up to its
/// index, but for one now and then: what the printer may put into loops.
struct Lanes: Part {
  /// By lane, then by place in the lane.
  let word: [[Signal]]
  let sum: [[Signal]]
  let child: [RandomModule]
  let memory: [Memory]
  private let type: HardwareType

  init(_ random: inout FuzzRandom, level: Int) {
    let type = random.oneIn(3) ? HardwareType.bit : random.type()
    self.type = type
    let lanes = random.integer(2...6)
    let places = random.integer(1...3)
    let resets = random.oneIn(2)
    let isEven = !random.oneIn(4)
    let value = random.integer(type.range ?? 0...1)
    word = (0..<lanes).map { lane in
      (0..<places).map { place in
        guard resets else { return dataRegister(type) }
        let range = type.range ?? 0...1
        return register(type, reset: isEven ? value : range.lowerBound + (lane + place) % 2)
      }
    }
    sum = (0..<lanes).map { _ in (0..<places).map { _ in wire(type) } }
    let seed = random.next()
    let hasChildren = level > 0 && random.oneIn(2)
    child =
      hasChildren ? (0..<lanes).map { _ in RandomModule(seed: seed, level: level - 1) } : []
    let depth = random.integer(1...5)
    memory =
      random.oneIn(3)
      ? (0..<lanes).map { _ in Memory(type.isNumber ? type : .bits(type.width), depth: depth) } : []
  }

  var stem: String { "lanes" }
  var state: [Signal] { word.flatMap(\.self) + memory.map(\.readData) }

  func describe(in pool: Pool) {
    let template = Template(pool, type, lanes: word.count, places: word[0].count)
    // Lanes are written down upwards, downwards, or by places first.
    var order = word.indices.flatMap { lane in word[0].indices.map { (lane, $0) } }
    switch pool.random.integer(0...3) {
    case 0: order.reverse()
    case 1: order.sort { ($0.1, $0.0) < ($1.1, $1.0) }
    default: break
    }
    let odd = pool.random.oneIn(4) ? pool.random.integer(0...(word.count - 1)) : nil
    for (lane, place) in order {
      if lane == odd {
        word[lane][place] <== pool.signal(type)
        sum[lane][place] <== pool.value(type, depth: 1)
      } else {
        template.assign(word, sum, lane, place)
      }
    }
    for (lane, child) in child.enumerated() {
      for input in child.inputs {
        input <== pool.converted(word[lane][0] ^ template.value(word, lane, 0), to: input.type)
      }
      for input in child.emptyInputs { input <== pool.nothing(input.type) }
    }
    for (lane, memory) in memory.enumerated() { use(memory, lane, template, pool) }
    for wire in sum.flatMap(\.self) { pool.add(wire) }
    for child in child {
      for output in child.outputs + [child.checksum] { pool.add(output) }
    }
  }

  private func use(_ memory: Memory, _ lane: Int, _ template: Template, _ pool: Pool) {
    let type = HardwareType.unsigned(memory.addressWidth)
    let target = pool.converted(template.value(word, lane, 0), to: type)
    let place = pool.converted(word[lane][0], to: type)
    memory.read(
      at: place, enable: pool.guarded(template.condition(lane), place, below: memory.depth))
    memory.write(
      pool.converted(word[lane][word[lane].count - 1], to: memory.word), at: target,
      enable: template.condition(lane) ^ template.shared[0])
  }
}

/// What every lane does: drawn once, with the lane's own elements, bits and numbers in it.
private struct Template {
  let shared: Signal
  private let bits: Signal
  private let flags: Signal
  private let operation: Int
  private let form: Int
  private let step: Int
  private let start: Int
  private let distance: Int
  private let type: HardwareType
  private let places: Int

  init(_ pool: Pool, _ type: HardwareType, lanes: Int, places: Int) {
    self.type = type
    self.places = places
    shared = pool.keep("shared", pool.value(type, depth: 1))
    bits = pool.keep("bits", pool.signal(.bits(lanes * places * type.width)))
    flags = pool.keep("flags", pool.value(.bits(max(2, lanes)), depth: 1))
    operation = pool.random.integer(0...6)
    form = pool.random.integer(0...5)
    step = pool.random.integer(0...3)
    start = pool.random.integer(0...3)
    distance = pool.random.integer(0...2)
  }

  func condition(_ lane: Int) -> Signal { flags[lane] }

  private func number(_ lane: Int) -> Signal {
    let limit = type.range?.upperBound ?? 1
    return Signal(min(limit, start + step * lane), type)
  }

  func value(_ word: [[Signal]], _ lane: Int, _ place: Int) -> Signal {
    let low = (lane * places + place) * type.width
    let own = bits[low...(low + type.width - 1)]
    let slice =
      switch type {
      case .bit: bits[low]
      case .unsigned: own.asUnsigned
      case .signed: own.asSigned
      default: own.asBits
      }
    let neighbour = word[(lane + distance) % word.count][place]
    switch operation {
    case 0: return neighbour
    case 1: return slice
    case 2: return neighbour ^ slice
    case 3: return mux(flags[lane], neighbour, shared)
    case 4: return (neighbour & shared) | slice
    case 5: return neighbour ^ number(lane)
    default: return type.isNumber ? neighbour &+ shared : ~neighbour
    }
  }

  func assign(_ word: [[Signal]], _ sum: [[Signal]], _ lane: Int, _ place: Int) {
    let register = word[lane][place]
    let wire = sum[lane][place]
    let value = value(word, lane, place)
    switch form {
    case 0:
      register <== value
      wire <== register ^ shared
    case 1:
      when(condition(lane)) { register <== value }
      wire <== mux(condition(lane), value, register)
    case 2:
      when(condition(lane)) { register <== value }.otherwise { register <== register ^ shared }
      wire <== register
      when(!condition(lane)) { wire <== value }
    case 3:
      register <== shared
      when(condition(lane)) { register <== value }
      wire <== shared
    case 4:
      // All lanes in one block.
      when(flags[0]) {
        register <== value
      }.elseWhen(condition(lane)) {
        register <== shared
      }
      wire <== value
    default:
      register <== value
      wire <== Signal(0, type)
      decode(flags[0...1].asUnsigned, values: 0..<3) { number in
        wire <== number == 1 ? shared : value
      }
    }
  }
}
