import HardwareDSL

/// One or two instances of a random module.
struct Children: Part {
  let child: [RandomModule]

  init(_ random: inout FuzzRandom, level: Int) {
    let seed = random.next()
    child = (0..<random.integer(1...2)).map { _ in RandomModule(seed: seed, level: level - 1) }
  }

  var stem: String { "part" }

  func describe(in pool: Pool) {
    for child in child {
      for input in child.inputs {
        if pool.random.oneIn(4) {
          Pieces.drive(input, pool)
        } else {
          input <== pool.value(input.type, depth: 1)
        }
        if pool.random.oneIn(4) {
          when(pool.condition(depth: 1)) { input <== pool.value(input.type, depth: 1) }
        }
      }
      for input in child.emptyInputs { input <== pool.nothing(input.type) }
      pool.empty += child.emptyOutputs
      for output in child.outputs + [child.checksum] { pool.add(output) }
    }
  }
}
