import HardwareDSL
import HardwareIR

/// An array of registers, written and read at indices that may reach beyond it.
struct Vector: Part {
  let word: [Signal]

  init(_ random: inout FuzzRandom) {
    let type = random.type()
    let hasReset = random.oneIn(2)
    word = (0..<random.integer(1...6)).map { _ in
      hasReset ? register(type, reset: random.integer(type.range ?? 0...1)) : dataRegister(type)
    }
  }

  var stem: String { "vector" }
  var state: [Signal] { word }

  func describe(in pool: Pool) {
    let bits = max(1, bitsToHold(word.count - 1)) + pool.random.integer(0...1)
    let target = pool.keep("target", pool.signal(.unsigned(bits)))
    let data = pool.keep("data", pool.value(word[0].type, depth: 1))
    let isWritten = pool.condition(depth: 1)
    if pool.random.oneIn(2) {
      for (index, word) in word.enumerated() {
        when(isWritten && target == .number(index)) { word <== data }
      }
      pool.keep("read", select(word, at: pool.signal(.unsigned(bits))))
    } else {
      when(isWritten) { word[target] <== data }
      pool.keep("read", word[pool.signal(.unsigned(bits))])
    }
    if pool.random.oneIn(3) {
      when(pool.condition(depth: 1)) { word[1...] <== word[..<(word.count - 1)] }
    }
  }
}
