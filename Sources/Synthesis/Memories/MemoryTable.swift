import Foundation

/// What memories of a few sizes take, as a table of some memory compiler says, and by interpolation
/// all others.
public struct MemoryTable: Hashable, Sendable {
  /// One memory: um2, pJ for a word, ns.
  public struct Figures: Codable, Hashable, Sendable {
    public var area: Double
    public var readEnergy: Double
    public var writeEnergy: Double
    public var leakage: Double
    public var cycle: Double
    public var access: Double

    fileprivate var isFinite: Bool {
      [area, readEnergy, writeEnergy, leakage, cycle, access].allSatisfy(\.isFinite)
    }
  }

  struct Row: Hashable, Sendable {
    var kilobytes: Double
    var values: [Double]
  }

  /// By the width of a word, the smallest memory first.
  private let rows: [Int: [Row]]
  private let widths: [Int]

  /// The node of the rows, and a second port's share: it makes a memory so many times as large, and
  /// an access to it take so many times the energy.
  static let node = 28.0
  static let secondPort = 1.5
  private static let sizesMin = 4

  /// What the figures rest on.
  public static let conditions = [
    "Memories are those of the table at 28 nm, whatever the library, in one bank with one port; "
      + "between sizes and widths of words by powers, below the smallest, and so below 2 KB, "
      + "extrapolated by the two smallest.",
    "Words narrower or wider than the table's are taken as its narrowest or widest. A second port "
      + "makes area, energy and leakage \(secondPort) times as large.",
  ]

  /// Columns `kilobytes`, `width_bits`, `banks`, `node_nm`, `area_mm2`, `read_pj`, `write_pj`,
  /// `leakage_uw`, `cycle_ns` and `access_ns`, in any order among others; lines with # are remarks.
  ///
  /// - Throws: `SynthesisError`.
  public init(csv: String, path: String) throws {
    let lines = csv.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    let titles = (lines.first ?? "").split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    func column(_ name: String) throws -> Int {
      guard let index = titles.firstIndex(of: name) else {
        throw SynthesisError.input(
          "The table of memories \(path) has no column \(name); give a CSV file whose first line "
            + "names it.")
      }
      return index
    }
    let keys = try ["kilobytes", "width_bits", "banks", "node_nm"].map(column)
    let columns = try Self.columns.map(column)
    var rows: [Int: [Row]] = [:]
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
      }
      let all = (keys + columns).map { $0 < cells.count ? cells[$0] : .nan }
      guard all.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw SynthesisError.input(
          "Row \(number) of the table of memories \(path) has a number that is missing or not "
            + "above 0: \"\(line)\"; correct it.")
      }
      guard let width = Int(exactly: all[1]) else {
        throw SynthesisError.input(
          "Row \(number) of the table of memories \(path) has words of \(all[1]) bits, which is no "
            + "whole number of bits: \"\(line)\"; correct it.")
      }
      guard all[2] == 1, all[3] == Self.node else { continue }
      guard rows[width]?.contains(where: { $0.kilobytes == all[0] }) != true else {
        throw SynthesisError.input(
          "Row \(number) of the table of memories \(path) is the second of \(all[0]) KB and "
            + "\(width) bits in one bank at 28 nm: \"\(line)\"; keep one.")
      }
      rows[width, default: []].append(Row(kilobytes: all[0], values: Array(all[4...])))
    }
    self.rows = rows.mapValues { $0.sorted { $0.kilobytes < $1.kilobytes } }
      .filter { $0.value.count >= Self.sizesMin }
    widths = self.rows.keys.sorted()
    guard !widths.isEmpty else {
      throw SynthesisError.input(
        "The table of memories \(path) has no width of words with \(Self.sizesMin) sizes or more "
          + "in one bank at 28 nm; add rows.")
    }
  }

  private static let columns = [
    "area_mm2", "read_pj", "write_pj", "leakage_uw", "cycle_ns", "access_ns",
  ]

  /// - Parameter ports: 1, or 2 for memories that read and write at once.
  public func figures(words: Int, widthBits: Int, ports: Int) -> Figures {
    let kilobytes = Double(words * widthBits) / 8192
    let width = min(max(widthBits, widths[0]), widths[widths.count - 1])
    let above = widths.first { $0 >= width } ?? width
    let below = widths.last { $0 <= width } ?? width
    let low = values(kilobytes, below)
    let high = values(kilobytes, above)
    let share =
      above == below
      ? 0 : (log(Double(width)) - log(Double(below))) / log(Double(above) / Double(below))
    let values = zip(low, high).map { exp($0 + ($1 - $0) * share) }
    let factor = ports > 1 ? Self.secondPort : 1
    return Figures(
      area: values[0] * 1_000_000 * factor, readEnergy: values[1] * factor,
      writeEnergy: values[2] * factor, leakage: values[3] * factor, cycle: values[4],
      access: values[5])
  }

  /// Sizes that are close and differ in much say too much of others.
  ///
  /// - Throws: `SynthesisError` for a memory whose figures are beyond all numbers.
  func refuseBoundless(_ macros: some Sequence<MemoryMacro>) throws {
    for macro in macros.sorted(by: { $0.name < $1.name }) {
      let figures = figures(words: macro.words, widthBits: macro.widthBits, ports: macro.ports)
      guard !figures.isFinite else { continue }
      throw SynthesisError.input(
        "The table of memories gives no finite figures of \(macro.words) words of "
          + "\(macro.widthBits) bits; correct its rows of the nearest sizes.")
    }
  }

  /// The logarithms of what a memory with words of a width of the table takes.
  private func values(_ kilobytes: Double, _ width: Int) -> [Double] {
    let rows = rows[width] ?? []
    let index = min(
      max(1, rows.firstIndex { $0.kilobytes >= kilobytes } ?? rows.count), rows.count - 1)
    let (first, second) = (rows[index - 1], rows[index])
    let share = log(kilobytes / first.kilobytes) / log(second.kilobytes / first.kilobytes)
    return zip(first.values, second.values).map { log($0) + (log($1) - log($0)) * share }
  }
}
