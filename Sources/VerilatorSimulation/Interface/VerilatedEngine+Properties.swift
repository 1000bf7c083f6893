import Foundation

extension VerilatedEngine {
  /// Verilator treats an assumption as an assertion, and knows no sentences: what failed is told by
  /// its scope.
  func withPropertyKind(_ failure: SimulationFailure) -> SimulationFailure {
    guard failure.kind == .design,
      let mark = failure.text.range(of: "Assertion failed in \(design.topName).")
    else { return failure }
    let scope = failure.text[mark.upperBound...].prefix { $0 != ":" }
    guard
      let property = design.properties.first(where: {
        $0.emittedPath == scope && $0.kind != .cover
      })
    else { return failure }
    var broken = failure
    if property.kind == .assumption { broken.kind = .assumption }
    broken.text = property.failureText(in: design.topName)
    return broken
  }

  /// Through a file, which is the one way out that the Verilated runtime offers.
  func coverHits() -> [Int] {
    let points = design.coverPoints
    guard !points.isEmpty else { return [] }
    let file = HostFolder.temporary + "/vitcod-coverage-\(UUID().uuidString)"
    defer { unlink(file) }
    guard library.writeCoverage(handle, file) != 0,
      let text = try? String(contentsOfFile: file, encoding: .utf8)
    else { return points.map { _ in 0 } }
    let hits = Self.hits(inCoverage: text)
    return points.map { hits[$0.emittedPath] ?? 0 }
  }

  /// The hits of each path in the emitted text, from lines of keys and values such as
  /// `C '\u{1}f\u{2}fifo.sv\u{1}h\u{2}TOP.fifo.Full' 3`.
  private static func hits(inCoverage text: String) -> [String: Int] {
    var hits: [String: Int] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("C '") {
      let parts = line.split(separator: "'")
      guard parts.count == 3, let count = Int(parts[2].drop { $0 == " " }),
        let scope = parts[1].split(separator: "\u{1}").first(where: { $0.hasPrefix("h\u{2}") })
      else { continue }
      // The name of the bench's model, that of a module around the top, and that of the top.
      let names = scope.split(separator: ".").dropFirst().drop { $0 == TopWrapper.name }.dropFirst()
      hits[names.joined(separator: "."), default: 0] += count
    }
    return hits
  }
}
