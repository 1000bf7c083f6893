import AttentionSpec
import Testing

/// The sizes that the reference model and the RTL both read, in numbers.
@Suite("Sizes of programs")
struct ProgramSizeTests {
  /// Elements of 2 x 3 MACs: 6 features, so 2 words of 32 bits; 4 chunks of 20 features.
  private static let wide = AcceleratorConfiguration(
    name: "wide", array: ArrayShape(lines: 10, macsPerLine: 3, elements: 5),
    capacity: Capacity(
      tokens: 20, headDimension: 20, tokensPerBank: 6, queriesPerElement: 7, slots: 100),
    accumulatorBits: 24)

  /// One element of 4 MACs, one chunk.
  private static let narrow = AcceleratorConfiguration(
    name: "narrow", array: ArrayShape(lines: 1, macsPerLine: 4, elements: 1),
    capacity: Capacity(
      tokens: 8, headDimension: 4, tokensPerBank: 8, queriesPerElement: 8, slots: 64),
    accumulatorBits: 24)

  @Test("Words of a unit, and units of a region")
  func depths() {
    typealias Sizes = [MemoryMap.Region: [Int?]]
    func sizes(_ configuration: AcceleratorConfiguration) -> Sizes {
      Dictionary(
        uniqueKeysWithValues: MemoryMap.Region.allCases.map {
          ($0, [$0.depth(configuration), $0.units(configuration)])
        })
    }
    let wide: Sizes = [
      .query: [28, 5], .key: [24, 5], .value: [24, 5], .index: [100, 3], .pointer: [7, 3],
      .register: [nil, 1], .output: [28, 5],
    ]
    let narrow: Sizes = [
      .query: [8, 1], .key: [8, 1], .value: [8, 1], .index: [64, 1], .pointer: [8, 1],
      .register: [nil, 1], .output: [8, 1],
    ]
    #expect(sizes(Self.wide) == wide)
    #expect(sizes(Self.narrow) == narrow)
  }

  @Test("Values of the registers")
  func ranges() {
    typealias Ranges = [MemoryMap.Register: ClosedRange<Int>]
    let wide: Ranges = [
      .slotCount: 0...100, .chunkCount: 0...4, .softmaxScale: 1...1_048_575,
      .outputMultiplier: 1...65_535, .start: 0...4_294_967_295,
    ]
    for register in MemoryMap.Register.allCases {
      #expect(register.range(Self.wide) == wide[register], "\(register)")
    }
    #expect(MemoryMap.Register.chunkCount.range(Self.narrow) == 0...1)
  }
}
