/// A path between registers, memories and ports.
public struct TimingPath: Codable, Hashable, Sendable {
  /// The register, memory or port, with the instances that it lies in: `u_macs[1].sum_q[3]`.
  public var start: String
  public var end: String
  /// ns from the edge, with the setup of the register that it ends in.
  public var delay: Double
  /// How many cells a signal passes.
  public var cells: Int
  /// Of a path that begins at a memory: the access time of that memory, ns, a part of the delay.
  public var memoryAccess: Double?

  init(start: String, end: String, delay: Double, cells: Int, memoryAccess: Double? = nil) {
    self.start = start
    self.end = end
    self.delay = delay
    self.cells = cells
    self.memoryAccess = memoryAccess
  }

  /// Paths of a report of OpenSTA's, the longest first; of those that differ in bits alone, one.
  static func paths(in report: String, period: Double, timeUnit: Double) -> [TimingPath] {
    let parts = report.split(separator: "Startpoint: ", omittingEmptySubsequences: false)
    let all = parts.dropFirst().compactMap {
      TimingPath($0, period: period, timeUnit: timeUnit)
    }
    var seen: Set<[String]> = []
    return all.sorted { $0.delay > $1.delay }.filter {
      seen.insert([withoutBits($0.start), withoutBits($0.end)]).inserted
    }
  }

  private init?(_ text: Substring, period: Double, timeUnit: Double) {
    let lines = text.split(separator: "\n")
    guard let end = lines.first(where: { $0.hasPrefix("Endpoint: ") }),
      let slackLine = lines.first(where: { $0.contains("  slack (") }),
      let slack = slackLine.split(separator: " ").first.flatMap({ Double($0) })
    else { return nil }
    start = Self.name(lines[0])
    self.end = Self.name(end.dropFirst("Endpoint: ".count))
    delay = (period - slack) * timeUnit
    let arrival = lines.firstIndex { $0.contains("data arrival time") } ?? 0
    let pins = lines[..<arrival].filter { $0.contains(/\ [v^]\ .*\/\S+\ \(/) }
    // In and out of each cell.
    cells = pins.count / 2
    let isMemory = lines[0].prefix { $0 != " " }.hasSuffix("u_macro")
    // Its clock pin, and the pin of the word.
    let accessed = isMemory ? pins.dropFirst().first : nil
    memoryAccess = accessed.flatMap { line in
      line.split(separator: " ").first.flatMap { Double($0) }.map { $0 * timeUnit }
    }
  }

  /// The source's name of a cell or port.
  static func name(_ text: Substring) -> String {
    let cell = text.prefix { $0 != " " }.split(separator: "/").map(String.init)
    return cell.map { part in
      part.replacing(/\$_S?DFF\w*(?:_\d+)?$/, with: "").replacing(".sized.u_macro", with: "")
        .replacing("\\", with: "")
    }.joined(separator: ".")
  }

  static func withoutBits(_ name: String) -> String { name.replacing(/\[\d+\]/, with: "") }
}
