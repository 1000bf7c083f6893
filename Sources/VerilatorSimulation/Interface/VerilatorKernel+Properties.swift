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

  func coverHits() throws(SimulationError) -> [Int] {
    let points = design.coverPoints
    guard !points.isEmpty else { return [] }
    return try hits(of: points, in: coverageText("cover points"))
  }

  /// How often the lines of the text were reached.
  func lineCounts() throws(SimulationError) -> [LineCount] {
    LineCount.all(inCoverage: try coverageText("lines"))
  }

  /// What the library says of what it has counted: through a file, which is the one way out that
  /// the Verilated runtime offers.
  private func coverageText(_ counted: String) throws(SimulationError) -> String {
    let file = HostFolder.temporary + "/vitcod-coverage-\(UUID().uuidString)"
    defer { unlink(file) }
    return try coverageText(counted, outcome: library.writeCoverage(handle, file), file: file)
  }

  /// - Parameter outcome: what the library says of the file that it was to write.
  func coverageText(
    _ counted: String, outcome: UInt32, file: String
  ) throws(SimulationError) -> String {
    guard outcome != 0 else {
      throw .coverageUnavailable(
        "The model of design \(design.topName) was built without its \(counted); build it anew.")
    }
    guard outcome == 1, let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw .coverageUnavailable(
        "The \(counted) of design \(design.topName) cannot be counted, since \(file) cannot be "
          + "written and read again; make room in that folder, or set TMPDIR to another.")
    }
    return text
  }

  private func hits(of points: [PropertySpec], in text: String) throws(SimulationError) -> [Int] {
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

  /// The hits of each path in the emitted text.
  private static func hits(inCoverage text: String) -> [String: Int] {
    var hits: [String: Int] = [:]
    for point in CoveragePoint.all(in: text) where point["page"].hasPrefix("v_user") {
      // The name of the bench's model, that of a module around the top, and that of the top.
      let names = point["h"].split(separator: ".").dropFirst().drop { $0 == TopWrapper.name }
        .dropFirst()
      // Verilator writes the places in the loops of one module in letters.
      let path = names.joined(separator: ".").replacing("__BRA__", with: "[")
        .replacing("__KET__", with: "]")
      hits[path, default: 0] += point.hits
    }
    return hits
  }
}
