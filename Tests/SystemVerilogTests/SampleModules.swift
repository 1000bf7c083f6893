import HardwareDSL
import HardwareLibrary

@testable import Accelerator

/// A module whose documentation says nothing.
protocol SampleModule: Module {}

extension SampleModule {
  var documentation: Documentation { Documentation("A sample.") }
}

enum Phase: HardwareEnum { case idle, run, done }
enum Single: HardwareEnum { case only }

/// States, a counter with reset and an output in one block.
final class Sequencer: SampleModule {
  let start = input(.bit, "begin a run")
  let last = input(.bit)
  let busy = output(.bit)
  let phase = StateRegister(reset: Phase.idle)
  let steps = register(.unsigned(4), reset: 0)
  let total = output(.unsigned(4))
  var body: Behavior {
    busy <== 0
    phase.decode { phase in
      switch phase {
      case .idle:
        when(start) {
          self.phase <== .run
          steps <== 0
        }
      case .run:
        busy <== 1
        steps <== steps &+ 1
        when(last || steps == 15) { self.phase <== .done }
      case .done: self.phase <== .idle
      }
    }
    total <== steps
    claim("StepsInRange", steps != 15 || busy)
  }
}

/// A memory and its two ports.
final class Scratchpad: SampleModule {
  let depth: Int
  let write = input(.bit)
  let writeAddress: Signal
  let word = input(.bits(8))
  let read = input(.bit)
  let readAddress: Signal
  let result = output(.bits(8))
  let store: Memory
  init(depth: Int) {
    self.depth = depth
    store = Memory(.bits(8), depth: depth, "words of the tile")
    writeAddress = input(.unsigned(store.addressWidth))
    readAddress = input(.unsigned(store.addressWidth))
  }
  var moduleName: String { "scratchpad_d\(depth)" }
  var body: Behavior {
    store.write(word, at: writeAddress, enable: write)
    store.read(at: readAddress, enable: read)
    result <== store.readData
  }
}

/// Priorities, a decode of numbers and a table.
final class Chooser: SampleModule {
  let select = input(.unsigned(2))
  let first = input(.bit)
  let second = input(.bit)
  let a = input(.signed(8))
  let b = input(.signed(8))
  let choice = output(.signed(8))
  let line = output(.signed(8))
  let square = output(.unsigned(4))
  var body: Behavior {
    when(first) {
      choice <== a
    }.elseWhen(second) {
      choice <== b
    }.otherwise {
      choice <== -1
    }
    section("Lines")
    line <== 0
    decode(select, values: 0..<3) { value in
      line <== (value == 1 ? a : b)
    }
    square <== table("squares", of: .unsigned(4), [0, 1, 4, 9], at: select)
  }
}

/// What SystemVerilog cannot write inside an expression.
final class Legalized: SampleModule {
  let a = input(.signed(8))
  let b = input(.signed(8))
  let amount = input(.unsigned(4))
  let scaled = output(.signed(18))
  let top = output(.bits(4))
  let level = output(.signed(8))
  let parity = output(.bit)
  var body: Behavior {
    scaled <== a * b + (a - b)
    top <== (a + b)[5...8]
    level <== (a.shiftedRight(by: amount) &+ b)
    parity <== (a.saturated(to: 4) == b[4...7].asSigned)
  }
}

/// Registers of every grouping: plain pipelines, conditional ones, mixed with a wire.
final class Pipeline: SampleModule {
  let enable = input(.bit)
  let data = input(.unsigned(8))
  let valid = output(.bit)
  let result = output(.unsigned(8))
  let wraps = output(.bit)
  let count = register(.unsigned(8), reset: 3)
  let held = dataRegister(.unsigned(8))
  var body: Behavior {
    let first = delayed("first", data, reset: nil)
    let second = delayed("second", first, reset: nil)
    valid <== delayed("valid", enable, reset: 0)
    when(enable) { held <== second }
    result <== held
    wraps <== 0
    when(enable) {
      count <== count &+ 1
      wraps <== (count == 255)
    }
  }
}

/// Bundles, streams, taps and arrays of instances.
final class Fabric: SampleModule {
  struct Packet: SignalBundle {
    let key: Signal
    let load: Signal
  }
  let lanes: Int
  let source: ReadyValid<Packet>
  let sink: ReadyValid<Packet>
  let words: [Signal]
  let sums: [Signal]
  let adder: [LaneAdder]
  init(lanes: Int) {
    self.lanes = lanes
    source = .input { Packet(key: $0(.unsigned(3), "who sent it"), load: $0(.bits(8))) }
    sink = .output { Packet(key: $0(.unsigned(3)), load: $0(.bits(8))) }
    words = (0..<lanes).map { _ in input(.unsigned(4)) }
    sums = (0..<lanes).map { _ in output(.unsigned(5)) }
    adder = (0..<lanes).map { _ in LaneAdder() }
  }
  var moduleName: String { "fabric_\(lanes)" }
  var body: Behavior {
    sink <== source
    for index in 0..<lanes {
      adder[index].left <== words[index]
      adder[index].right <== words[(index + 1) % lanes]
      when(source.fires) { adder[index].bias <== 1 }.otherwise { adder[index].bias <== 0 }
      sums[index] <== adder[index].sum
    }
  }
}

final class LaneAdder: SampleModule {
  let left = input(.unsigned(4))
  let right = input(.unsigned(4))
  let bias = input(.unsigned(1))
  let sum = output(.unsigned(5))
  let carry = output(.bit)
  var body: Behavior {
    let total = left + right
    sum <== (total &+ bias)
    carry <== total[4]
  }
}

/// Lines that are too long for one line.
final class Wide: SampleModule {
  let firstOperandOfTheSum = input(
    .signed(16), "the first of four operands that are added together")
  let secondOperandOfTheSum = input(.signed(16))
  let thirdOperandOfTheSum = input(.signed(16))
  let fourthOperandOfTheSum = input(.signed(16))
  let condition = input(.bit)
  let total = output(.signed(19), String(repeating: "a note that goes on ", count: 6))
  let word = output(.bits(64))
  let flag = output(.bit)
  let inner = wire(.bit, String(repeating: "a note that goes on ", count: 6))
  var body: Behavior {
    total
      <== (firstOperandOfTheSum + secondOperandOfTheSum + thirdOperandOfTheSum
        + fourthOperandOfTheSum)
    word
      <== concatenate(
        firstOperandOfTheSum, secondOperandOfTheSum, thirdOperandOfTheSum, fourthOperandOfTheSum)
    inner
      <== (condition && firstOperandOfTheSum > secondOperandOfTheSum
        && thirdOperandOfTheSum > fourthOperandOfTheSum && firstOperandOfTheSum != 0)
    flag <== 0
    when(
      inner && firstOperandOfTheSum > thirdOperandOfTheSum
        && secondOperandOfTheSum > fourthOperandOfTheSum
    ) { flag <== 1 }
  }
}

/// One bit, everywhere.
final class Single1: SampleModule {
  let u = input(.unsigned(1))
  let s = input(.signed(1))
  let flag = input(.bit)
  let sum = output(.unsigned(2))
  let negative = output(.signed(2))
  let product = output(.signed(2))
  let same = output(.bit)
  let wide = output(.bits(3))
  let shifted = output(.signed(1))
  let mode = StateRegister(reset: Single.only)
  let isOnly = output(.bit)
  var moduleName: String { "single_bits" }
  var body: Behavior {
    sum <== u + 1
    negative <== s - s
    product <== s * s
    same <== (s == -1 && u[0] && s[0] && flag[0])
    wide <== concatenate(concatenate(flag), concatenate(u, s))
    shifted <== s.shiftedRight(by: u)
    mode <== .only
    isOnly <== (mode == .only)
  }
}

/// Choices by an index: a tree, and more bits than it needs.
final class Picker: SampleModule {
  let words: [Signal]
  let index: Signal
  let farIndex = input(.unsigned(6))
  let word = output(.bits(12))
  let farWord = output(.bits(12))
  init(words: Int) {
    self.words = (0..<words).map { _ in input(.bits(12)) }
    index = input(.unsigned(bitsToHold(words - 1)))
  }
  var moduleName: String { "picker_\(words.count)" }
  var body: Behavior {
    word <== select(words, at: index)
    farWord <== select(Array(words.prefix(2)), at: farIndex)
  }
}

/// Slices and indexed elements as targets.
final class Parts: SampleModule {
  let bank = input(.unsigned(1))
  let slot = input(.unsigned(2))
  let nibble = input(.bits(4))
  let high = input(.bit)
  let shown = output(.signed(8))
  let word = output(.bits(4))
  let words = (0..<2).map { _ in register(.bits(4), reset: 0) }
  let flags = register(.bits(4), reset: 0)
  let number = register(.unsigned(8), reset: 0xa5)
  var body: Behavior {
    when(high) { number[4...7] <== nibble }
      .otherwise { number[0...3] <== nibble & flags }
    shown[4...7] <== number[0...3]
    shown[0...3] <== nibble
    words[bank] <== nibble ^ number[2...5]
    flags.bits[slot] <== high
    word <== words[bank]
  }
}

/// The modules that the qualities of the text are tested on.
enum Samples {
  static var all: [any Module] {
    logic + [Lanes(), RegisterMap(limit: 5), RegisterMap(limit: 8)] + NameSamples.all
      + MemorySamples.all
  }

  /// Those whose registers are few enough to prove something about.
  static var logic: [any Module] {
    [
      MAC(sumBits: 24), MACLine(macs: 2, sumBits: 24), Sequencer(), Scratchpad(depth: 12),
      Scratchpad(depth: 1), Scratchpad(depth: 2), Chooser(), Legalized(), Pipeline(),
      Fabric(lanes: 2), Fabric(lanes: 3), Wide(), Single1(), StreamFIFO(width: 8, depth: 4),
      StreamFIFO(width: 1, depth: 2), StreamArbiter(width: 8, count: 3),
      StreamArbiter(width: 1, count: 2), Picker(words: 9), Picker(words: 2),
      SerialDivider(quotientBits: 8, divisorBits: 10),
      SerialDivider(quotientBits: 2, divisorBits: 1), Parts(), Level(last: 9, claimed: 9),
      Framed(), BusBridge(banks: 3), BusBridge(banks: 2), Display(), Frame(), Station(),
      AsynchronousFIFO(width: 8, depth: 2), AsynchronousFIFO(width: 1, depth: 8, stages: 3),
      PulseSynchronizer(), Lights(), Unnamed(), BitSample(), ClaimReader(), ClaimReader.Around(),
      GhostLanes(),
    ]
  }
}
