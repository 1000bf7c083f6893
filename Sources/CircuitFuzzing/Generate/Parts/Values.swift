import HardwareDSL

/// Named expressions: every operator of the language.
struct Values: Part {
  private let count: Int

  init(_ random: inout FuzzRandom) { count = random.integer(3...7) }

  var stem: String { "values" }

  func describe(in pool: Pool) {
    for _ in 0..<count {
      let depth = pool.random.integer(1...3)
      pool.keep("value", pool.value(pool.random.type(), depth: depth))
    }
  }
}
