import HardwareDSL
import HardwareIR

/// A table of constants under an index that may reach beyond it.
struct ConstantTable: Part {
  private let type: HardwareType
  private let values: [Int]

  init(_ random: inout FuzzRandom) {
    type = random.type()
    let range = type.range ?? 0...1
    values = (0..<random.integer(1...12)).map { _ in random.integer(range) }
  }

  var stem: String { "table" }

  func describe(in pool: Pool) {
    let levels = max(1, bitsToHold(values.count - 1))
    let index = pool.signal(.unsigned(levels + pool.random.integer(0...2)))
    pool.add(table("\(pool.name("word"))", of: type, values, at: index))
  }
}
