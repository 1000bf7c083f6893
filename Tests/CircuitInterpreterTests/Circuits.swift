import HardwareDSL

/// Counts up while enabled, to a limit and then from zero again.
final class LimitedCounter: Module {
  let enable = input(.bit)
  let clear = input(.bit)
  let count = output(.unsigned(4))
  let isAtEnd = output(.bit)

  let value = register(.unsigned(4), reset: 3)

  var documentation: Documentation { Documentation("Counts from 3 after reset to 9.") }

  var body: Behavior {
    when(clear) { value <== 0 }
      .elseWhen(enable) {
        when(value == 9) { value <== 0 }
          .otherwise { value <== value &+ 1 }
      }
    count <== value
    isAtEnd <== (value == 9)
  }
}

/// A memory whose depth is no power of two.
final class OddMemory: Module {
  let writeEnable = input(.bit)
  let writeAddress = input(.unsigned(3))
  let writeData = input(.signed(70))
  let readEnable = input(.bit)
  let readAddress = input(.unsigned(3))
  let readData = output(.signed(70))

  let words = Memory(.signed(70), depth: 5)

  var documentation: Documentation { Documentation("Five words of 70 bits.") }

  var body: Behavior {
    words.write(writeData, at: writeAddress, enable: writeEnable)
    words.read(at: readAddress, enable: readEnable)
    readData <== words.readData
  }
}

enum Phase: HardwareEnum { case idle, load, run, drain, done }

/// A state machine with more encodings than states, counters and a shift register beside it.
final class Sequencer: Module {
  let start = input(.bit)
  let item = input(.signed(12))
  let busy = output(.bit)
  let total = output(.signed(20))
  let late = output(.signed(12))

  let phase = StateRegister(reset: Phase.idle)
  let steps = register(.unsigned(3), reset: 0)
  let sum = register(.signed(20), reset: -5)
  let history = (0..<3).map { _ in dataRegister(.signed(12)) }

  var documentation: Documentation { Documentation("Adds up items in phases.") }

  var body: Behavior {
    let isLast = wire("isLast", steps == 6)
    phase.decode { phase in
      switch phase {
      case .idle:
        when(start) {
          self.phase <== .load
          steps <== 0
        }
      case .load:
        sum <== 0
        self.phase <== .run
      case .run:
        sum <== sum &+ item.extended(to: 20)
        steps <== steps &+ 1
        when(isLast) { self.phase <== .drain }
      case .drain:
        self.phase <== .done
      case .done:
        when(!start) { self.phase <== .idle }
      }
    }
    history[0] <== item
    history[1] <== history[0]
    history[2] <== history[1]
    late <== history[2]
    busy <== !(phase == .idle)
    total <== sum
    claim("SumIsSmall", sum < 200_000)
  }
}

/// Two counters in one module, one of them stopped.
final class CounterPair: Module {
  let enable = input(.bit)
  let first = output(.unsigned(4))
  let second = output(.unsigned(4))

  let moving = LimitedCounter()
  let halted = LimitedCounter()

  var documentation: Documentation { Documentation("Two counters.") }

  var body: Behavior {
    moving.enable <== enable
    moving.clear <== Signal(0, .bit)
    halted.enable <== Signal(0, .bit)
    halted.clear <== Signal(0, .bit)
    first <== moving.count
    second <== halted.count
    unused("ends", moving.isAtEnd, halted.isAtEnd)
  }
}

/// Claims something that its input can break.
final class Claimant: Module {
  let value = input(.unsigned(4))
  let sum = output(.unsigned(8))

  let total = register(.unsigned(8), reset: 0)

  var documentation: Documentation { Documentation("Sums values that must be below 10.") }

  var body: Behavior {
    total <== total &+ value.extended(to: 8)
    sum <== total
    claim("ValueIsDigit", value < 10)
  }
}

/// A table beyond which nothing is said, and a number that a decode of itself moves.
final class Tables: Module {
  let index = input(.unsigned(4))
  let advance = input(.bit)
  let entry = output(.signed(16))
  let place = output(.unsigned(3))
  let product = output(.signed(40))

  let counter = register(.unsigned(3), reset: 2)

  var documentation: Documentation { Documentation("Reads tables.") }

  var body: Behavior {
    let value = table("value", of: .signed(16), [3, -100, 30_000, 0, -32_768, 77], at: index)
    entry <== value
    when(advance) {
      decode(counter, values: 0..<5) { number in counter <== .number((number * 3 + 1) % 8) }
    }
    place <== counter
    product <== (value * value).shiftedLeft(by: counter).extended(to: 40)
  }
}
