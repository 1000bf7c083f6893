import Testing

@testable import Synthesis

@Suite("Tables of memories")
struct MemoryTableTests {
  private static let titles =
    "kilobytes,width_bits,banks,node_nm,area_mm2,read_pj,write_pj,leakage_uw,cycle_ns,access_ns\n"

  /// Every figure is the size to the power of one half.
  private static let square =
    titles
    + [4, 16, 64, 256].map { size in
      let value = [4: 2, 16: 4, 64: 8, 256: 16][size] ?? 0
      return "\(size),64,1,28,\(value),\(value),\(value),\(value),\(value),\(value)\n"
    }.joined()

  @Test("Between and beyond sizes figures follow powers")
  func powers() throws {
    let table = try MemoryTable(csv: Self.square, path: "table.csv")
    for (words, expected) in [(512, 2.0), (128, 1.0), (4096, 5.657), (131_072, 32)] {
      let figures = table.figures(words: words, widthBits: 64, ports: 1)
      #expect(abs(figures.cycle - expected) < 0.001, "\(words)")
      #expect(abs(figures.area / 1_000_000 - expected) < 0.001, "\(words)")
    }
  }

  @Test("A second port makes area and energy larger by its factor, and no time longer")
  func secondPort() throws {
    let table = try MemoryTable(csv: Self.square, path: "table.csv")
    let one = table.figures(words: 512, widthBits: 64, ports: 1)
    let two = table.figures(words: 512, widthBits: 64, ports: 2)
    #expect(two.area == one.area * MemoryTable.secondPort)
    #expect(two.readEnergy == one.readEnergy * MemoryTable.secondPort)
    #expect(two.access == one.access && two.cycle == one.cycle)
  }

  @Test(
    "What is no table is refused in one sentence",
    arguments: [
      ("", "has no column kilobytes"), (titles, "no width of words with 4 sizes"),
      (titles + "1,64,1,28,x,1,1,1,1,1\n", "missing or not above 0"),
      (titles + "1,64,1\n", "missing or not above 0"),
      (titles + "-1,64,1,28,1,1,1,1,1,1\n", "missing or not above 0"),
    ])
  func refusals(text: String, said: String) {
    #expect { try MemoryTable(csv: text, path: "table.csv") } throws: { error in
      "\(error)".contains(said) && "\(error)".contains("table.csv")
    }
  }
}
