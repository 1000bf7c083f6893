import Foundation
import HostTools

/// A library of standard cells, as mapping and timing see it.
public struct CellLibrary: Codable, Hashable, Sendable {
  /// The name in the file.
  public var name: String
  /// The operating conditions that the file states: process, voltage and temperature.
  public var conditions: String
  /// um2 of each cell.
  public var areas: [String: Double]
  /// ns in a unit of the file's time.
  public var timeUnit: Double
  /// fF in a unit of the file's capacitance.
  public var capacitanceUnit: Double
  /// The buffer that stands for whatever drives a module's inputs.
  public var driver: String
  /// What an output of a module is loaded with: four inputs of that buffer, fF.
  public var load: Double
  /// The input of that buffer, fF.
  public var inputLoad: Double
  /// Buffers that are made for delay, which mapping leaves alone: they are small, and slow.
  public var delayCells: [String]
  /// The cells and pins of constants, if there are any.
  public var high: Tie?
  public var low: Tie?

  public struct Tie: Codable, Hashable, Sendable {
    public var cell: String
    public var pin: String
  }

  init(_ library: LibertyText.Group, path: String) throws {
    name = library.name
    try library.refuseNumbers(path: path)
    let cells = library.groups.filter { $0.kind == "cell" }
    areas = Dictionary(
      cells.map { ($0.name, Double($0.values["area"] ?? "") ?? 0) },
      uniquingKeysWith: { first, _ in first })
    guard let time = Self.time(library.values["time_unit"] ?? "1ns"),
      let capacitance = Self.capacitance(library.values["capacitive_load_unit"] ?? ""),
      Self.units.contains(time), Self.units.contains(capacitance)
    else {
      throw SynthesisError.input(
        "The library \(path) states no unit of time or capacitance that is known; give a liberty "
          + "file with time_unit in fs, ps or ns and capacitive_load_unit in pf or ff, both above "
          + "0.")
    }
    timeUnit = time
    capacitanceUnit = capacitance
    guard cells.contains(where: { $0.groups.contains { $0.kind == "ff" } }) else {
      throw SynthesisError.input(
        "The library \(path) has no flip-flop; give one with all cells in one file.")
    }
    let buffers = LibraryBuffers(cells)
    guard let buffer = buffers.driver else {
      throw SynthesisError.input(
        "The library \(path) has no buffer, so nets cannot be buffered; give one with buffers.")
    }
    driver = buffer.cell
    delayCells = buffers.delayCells
    inputLoad = buffer.inputLoad * capacitance
    load = 4 * inputLoad
    high = Self.tie(cells, "1")
    low = Self.tie(cells, "0")
    conditions = Self.conditions(library)
  }

  private static func conditions(_ library: LibertyText.Group) -> String {
    func number(_ key: String) -> String? {
      library.values[key].flatMap(Double.init).map {
        Int(exactly: $0).map { "\($0)" } ?? "\($0)"
      }
    }
    return [
      library.values["default_operating_conditions"],
      number("nom_voltage").map { "\($0) V" }, number("nom_temperature").map { "\($0) C" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// ns and fF that a file's unit may be.
  private static let units = 1e-9...1e9

  /// ns, of `1ps` or `10ps`.
  private static func time(_ text: String) -> Double? {
    guard let number = Double(text.dropLast(2)) else { return nil }
    switch text.suffix(2) {
    case "ns": return number
    case "ps": return number / 1000
    case "fs": return number / 1_000_000
    default: return nil
    }
  }

  /// fF, of `1,pf`.
  private static func capacitance(_ text: String) -> Double? {
    let parts = text.split(separator: ",")
    guard parts.count == 2, let number = Double(parts[0]) else { return nil }
    switch parts[1].lowercased() {
    case "ff": return number
    case "pf": return number * 1000
    default: return nil
    }
  }

  private static func tie(_ cells: [LibertyText.Group], _ value: String) -> Tie? {
    for cell in cells {
      let pins = cell.groups.filter { $0.kind == "pin" }
      guard !pins.contains(where: { $0.values["direction"] == "input" }) else { continue }
      if let pin = pins.first(where: { $0.values["function"] == value }) {
        return Tie(cell: cell.name, pin: pin.name)
      }
    }
    return nil
  }
}
