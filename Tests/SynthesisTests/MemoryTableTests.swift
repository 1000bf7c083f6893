import HardwareIR
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

  private static let refused: [(text: String, said: String)] = [
    ("", "has no column kilobytes"), (titles, "no width of words with 4 sizes"),
    ("\(titles)1,64,1,28,x,1,1,1,1,1\n", "missing or not above 0"),
    ("\(titles)1,64,1\n", "missing or not above 0"),
    ("\(titles)-1,64,1,28,1,1,1,1,1,1\n", "missing or not above 0"),
    ("\(titles)1,1e30,1,28,1,1,1,1,1,1\n", "Row 1 of the table of memories table.csv has words"),
    ("\(titles)1,0.5,1,28,1,1,1,1,1,1\n", "words of 0.5 bits, which is no whole number"),
    ("\(titles)1,64.5,2,32,1,1,1,1,1,1\n", "words of 64.5 bits, which is no whole number"),
    (
      "\(square)4,64,1,28,9,9,9,9,9,9\n", "Row 5 of the table of memories table.csv is the second"
    ),
    ("\(square)256.0,64,1,28,9,9,9,9,9,9\n", "the second of 256.0 KB and 64 bits"),
    ("\(square)16,64,1,28,4,4,4,4,4,4\n", "the second of 16.0 KB and 64 bits"),
  ]

  @Test(
    "What is no table is refused in one sentence",
    arguments: refused)
  func refusals(text: String, said: String) {
    #expect { try MemoryTable(csv: text, path: "table.csv") } throws: { error in
      "\(error)".contains(said) && "\(error)".contains("table.csv")
    }
  }

  @Test("Rows of equal size in several banks or of another node are no second ones")
  func otherRows() throws {
    let more = "4,64,2,28,9,9,9,9,9,9\n4,64,1,32,9,9,9,9,9,9\n4,64,1,32,8,8,8,8,8,8\n"
    #expect(
      try MemoryTable(csv: Self.square + more, path: "") == MemoryTable(csv: Self.square, path: ""))
  }

  @Test("A memory of boundless figures is refused in a sentence")
  func boundless() throws {
    let memory = MemoryDefinition(
      name: "words", depth: 1_000_000, word: .bits(8))
    let macro = MemoryMacro(
      memory, in: ModuleDefinition(name: "holder", contract: Contract(""), location: nil))
    let steep = Self.square + "256.0000001,64,1,28,999,999,999,999,999,999\n"
    #expect { try MemoryTable(csv: steep, path: "").refuseBoundless([macro]) } throws: { error in
      "\(error)".contains("no finite figures of 1000000 words of 8 bits")
    }
    try MemoryTable(csv: Self.square, path: "").refuseBoundless([macro])
  }
}
