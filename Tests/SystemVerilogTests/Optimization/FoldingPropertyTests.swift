import CircuitInterpreter
import Foundation
import HardwareIR
import SimulationInterface
import TestSupport
import Testing

/// Folded expressions against themselves as they were, in the interpreter.
@Suite struct FoldingPropertyTests {
  @Test(
    "Folding changes no value, at any width", arguments: [(40, 2), (40, 5), (150, 2), (150, 4)])
  func values(widthMax: Int, literalsOneIn: Int) throws {
    let base = RandomExpressionTests.base
    var foldedCount = 0
    for seed: UInt64 in 1...6 {
      let module = RandomModule(
        name: "random", outputs: 60, seed: base &* 1000 &+ seed, widthMax: widthMax,
        literalsOneIn: literalsOneIn)
      let folded = module.definition.foldingConstants()
      foldedCount += folded == module.definition ? 0 : 1
      let expected = try InterpretedSimulation(of: Circuit(modules: [module.definition]))
      let got = try InterpretedSimulation(of: Circuit(modules: [folded]))
      var random = TestRandom(seed: seed)
      for _ in 0..<50 {
        for port in module.inputs {
          let value = Self.value(port.type, &random)
          try expected.poke(port.name, value)
          try got.poke(port.name, value)
        }
        for (port, meaning) in module.meanings {
          let (left, right) = (try expected.peek(port.name), try got.peek(port.name))
          if left != right {
            Issue.record(
              "RANDOM_SEED=\(base), seed \(seed), \(port.name): \(right), not \(left): \(meaning)")
            return
          }
        }
      }
    }
    #expect(foldedCount == 6)
  }

  /// Corners more often than chance would give them.
  private static func value(_ type: HardwareType, _ random: inout TestRandom) -> PortValue {
    let corner = random.integer(0...3)
    var words = (0..<((type.width + 31) / 32)).map { _ in
      corner == 0 ? 0 : corner == 1 ? .max : UInt32(truncatingIfNeeded: random.next())
    }
    let used = type.width % 32
    if used != 0 { words[words.count - 1] &= (1 << used) - 1 }
    return PortValue(words: words, widthBits: type.width, isSigned: type.isSigned)
  }
}
