/// Waves as text, for tests that show what they expect:
///
///     let waveform = try Waveform(of: simulation, ["valid_i", "sum_o"])
///     try waveform.step(5)
///     #expect(waveform.text == #"""
///       cycle   2   3   4   5   6
///       valid_i ____/~~~~~~~\_______
///       sum_o   |0          |7
///       """#)
///
/// A column is a cycle, as it is just before its rising edge. Bits are lines; other values are
/// written where they change: enumerations by the case, numbers in decimal or, if asked for or
/// longer than 64 bits, all of a row in hexadecimal behind `0x`.
public final class Waveform {
  /// How the numbers of a signal are written.
  public enum Radix: Hashable, Sendable {
    case decimal
    case hexadecimal
  }

  /// A signal in the waves.
  public struct Row: Hashable, Sendable {
    public var signal: String
    public var radix: Radix
    fileprivate var format: SignalFormat
    /// One for each cycle.
    public fileprivate(set) var values: [PortValue]

    /// A row of values, one for each cycle; longer numbers than 64 bits are hexadecimal.
    public init(
      _ signal: String, _ format: SignalFormat, radix: Radix = .decimal, values: [PortValue] = []
    ) {
      self.signal = signal
      self.format = format
      self.radix = format.widthBits > 64 ? .hexadecimal : radix
      self.values = values
    }
  }

  private let simulator: any Simulator
  public private(set) var rows: [Row]
  private var cycles: [Int] = []

  /// - Parameters:
  ///   - signals: The rows, from the top: ports, or what else the simulator can peek.
  ///   - hexadecimal: The signals among them that are written in hexadecimal.
  /// - Throws: `SimulationError.unknownName`.
  public init(
    of simulator: any Simulator, _ signals: [String], hexadecimal: Set<String> = []
  ) throws {
    self.simulator = simulator
    rows = try signals.map { signal in
      let radix = hexadecimal.contains(signal) ? Radix.hexadecimal : .decimal
      return Row(signal, try simulator.format(of: signal), radix: radix)
    }
  }

  /// Adds a column: all values as they are now.
  public func record() throws {
    for index in rows.indices { rows[index].values.append(try simulator.peek(rows[index].signal)) }
    cycles.append(simulator.cycle)
  }

  /// Adds a column and runs a cycle, so many times.
  public func step(_ count: Int = 1) throws {
    for _ in 0..<count {
      try record()
      try simulator.step(1)
    }
  }

  /// The waves, a line per signal; a function of the recorded values alone.
  public var text: String { Self.text(of: rows, cycles: cycles) }

  /// The waves of values that no simulator gives, a line per row.
  public static func text(of rows: [Row], cycles: [Int]) -> String {
    let names = max(5, rows.map(\.signal.count).max() ?? 0)
    let texts = rows.map { row in row.values.map { row.text($0) } }
    let longest = zip(rows, texts).filter { !$0.0.isLine }.flatMap { $0.1.map(\.count) }.max() ?? 0
    let column = max(3, longest + 1, cycles.map { "\($0)".count + 1 }.max() ?? 0)
    let header = cycles.map { padded(" \($0)", column) }.joined()
    var lines = [padded("cycle", names) + header]
    for (row, values) in zip(rows, texts) {
      let line = row.isLine ? Self.line(row.values, column) : boxes(values, column)
      lines.append(padded(row.signal, names) + " " + line)
    }
    return lines.map { Self.withoutTrailingSpaces($0) }.joined(separator: "\n")
  }

  private static func line(_ values: [PortValue], _ column: Int) -> String {
    var previous: Bool?
    return values.map { value in
      let isHigh = value != 0
      defer { previous = isHigh }
      let level = String(repeating: isHigh ? "~" : "_", count: column - 1)
      let edge = previous == nil || previous == isHigh ? level.prefix(1) : isHigh ? "/" : "\\"
      return edge + level
    }.joined()
  }

  private static func boxes(_ texts: [String], _ column: Int) -> String {
    var previous: String?
    return texts.map { text in
      defer { previous = text }
      return text == previous
        ? String(repeating: " ", count: column) : padded("|" + text, column)
    }.joined()
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

extension Waveform.Row {
  fileprivate var isLine: Bool { format.widthBits == 1 && !format.isSigned && format.cases.isEmpty }

  fileprivate func text(_ value: PortValue) -> String { format.text(of: value, radix) }
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
