import Foundation

extension VerilatorKernel {
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
  func coverHits() throws(SimulationError) -> [Int] {
    let points = design.coverPoints
    guard !points.isEmpty else { return [] }
    let file = HostFolder.temporary + "/vitcod-coverage-\(UUID().uuidString)"
    defer { unlink(file) }
    return try hits(of: points, outcome: library.writeCoverage(handle, file), file: file)
  }

  /// - Parameter outcome: what the library says of the file that it was to write.
  func hits(
    of points: [PropertySpec], outcome: UInt32, file: String
  ) throws(SimulationError) -> [Int] {
    guard outcome != 0 else {
      throw .coverageUnavailable(
        "The model of design \(design.topName) was built without its cover points; build it anew.")
    }
    guard outcome == 1, let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw .coverageUnavailable(
        "The cover points of design \(design.topName) cannot be counted, since \(file) cannot be "
          + "written and read again; make room in that folder, or set TMPDIR to another.")
    }
    let hits = Self.hits(inCoverage: text)
    var counts: [Int] = []
    for point in points {
      guard let count = hits[point.emittedPath] else {
        throw .coverageUnavailable(
          "The text of design \(design.topName) has no cover point \(point.emittedPath), which is "
            + "\(point.path) of the circuit; give the simulation the text of that circuit.")
      }
      counts.append(count)
    }
    return counts
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
      // Verilator writes the places in the loops of one module in letters.
      let path = names.joined(separator: ".").replacing("__BRA__", with: "[")
        .replacing("__KET__", with: "]")
      hits[path, default: 0] += count
    }
    return hits
  }
}
