import CoSimulation
import Foundation
import Testing

@Suite("Benchmarks of attention from memory to memory")
struct AttentionBenchmarkTests {
  private static let names = [
    "attention_embedded_64x8", "attention_deit_tiny_64x8", "attention_deit_tiny_plain_64x8",
  ]

  private static func report(_ name: String) throws -> AttentionReport {
    let file = repository.appending(path: "benchmarks/\(name).json")
    return try JSONDecoder().decode(AttentionReport.self, from: Data(contentsOf: file))
  }

  @Test("All are exact, and the MACs are used in 89 of 100 cycles or more", arguments: names)
  func bars(_ name: String) throws {
    let report = try Self.report(name)
    #expect(report.isExact && report.layers.count == 12 && report.valuesCompared > 1_000_000)
    #expect(100 * report.floor >= 89 * report.cycles, "\(report.cycles) cycles")
    #expect(report.issuedCycles == 2 * report.slots)
    let layers = report.layers.map(\.cycles).reduce(0, +)
    #expect(layers < report.cycles && report.cycles < report.cyclesApart ?? 0)
  }

  @Test("The README states the cycles and bytes of DeiT-Tiny", arguments: names.dropFirst())
  func readme(_ name: String) throws {
    let report = try Self.report(name)
    let readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
    let numbers = [
      report.cycles, report.floor, report.bytesRead + report.bytesWritten, report.cyclesApart ?? 0,
    ]
    for number in numbers {
      let text = number.formatted(.number.locale(Locale(identifier: "en_US")))
      #expect(readme.contains("| \(text) |"), "\(name)")
    }
  }
}
