import AttentionSpec
import CoSimulation
import VerilatorSimulation

/// The configurations that the co-simulation tests run, none larger than it needs to be.
enum Configurations {
  /// For deliberate faults: two elements, so that banks and the crossbar matter, and rows of more
  /// than one chunk.
  static let small = configuration(lines: 2, macsPerLine: 4, elements: 2, tokens: 24)

  /// Random heads run on each of these.
  static let varied = [
    configuration(lines: 2, macsPerLine: 4, elements: 1),
    configuration(lines: 5, macsPerLine: 8, elements: 5),
    configuration(lines: 16, macsPerLine: 16, elements: 4),
    configuration(lines: 64, macsPerLine: 8, elements: 8),
    configuration(lines: 12, macsPerLine: 3, elements: 3),
    configuration(lines: 4, macsPerLine: 16, elements: 2),
  ]

  /// For masks of 197 tokens.
  static let published = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64))

  private static func configuration(
    lines: Int, macsPerLine: Int, elements: Int, tokens: Int = 64
  ) -> AcceleratorConfiguration {
    let share = (tokens + elements - 1) / elements
    return AcceleratorConfiguration(
      name: "engine_\(lines)x\(macsPerLine)_e\(elements)",
      array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: tokens, headDimension: 64(tokens, 2 * max(macsPerLine, 4))))
  }
}

extension GeneratedAccelerator {
  /// The design with a model that is built in a short time. It runs a sixth as fast as others, so
  /// it is for a few small heads.
  var quickDesign: DesignUnderTest { design.builtQuickly }
}

extension DesignUnderTest {
  var builtQuickly: DesignUnderTest {
    var design = self
    design.optimization = .buildTime
    return design
  }
}
