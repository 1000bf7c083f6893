import Foundation
import HardwareIR

/// One module in cells, its children apart.
struct MappedModule: Sendable {
  let name: String
  /// The path of the netlist.
  let netlist: String
  /// How often each cell, macro and child stands in it.
  let counts: [String: Int]
  /// Bits of registers without a reset, and those of them that load under an enable.
  let plainBits: Int
  let enabledBits: Int
  /// The registers without a reset that load in every cycle, with their bits, by their names in the
  /// source.
  let openRegisters: [String: Int]

  init(_ name: String, in folder: String) throws {
    self.name = name
    netlist = "\(folder)/\(MappingScript.netlistName)"
    counts = try Self.counts("\(folder)/\(MappingScript.cellsName)", name)
    var plain = 0
    var enabled = 0
    for (cell, count) in try Self.counts("\(folder)/\(MappingScript.registersName)", name) {
      // As Yosys calls them: DFF, DFFE; SDFF, SDFFE and SDFFCE where a choice of zero became a
      // reset. With letters P or N only for clock and enable there is no reset of the source.
      guard cell.wholeMatch(of: /\$_S?DFF(?:E|CE)?_\w+_/) != nil else { continue }
      let isEnabled =
        cell.hasPrefix("$_DFFE_") || cell.hasPrefix("$_SDFFE") || cell.hasPrefix("$_SDFFCE")
      let hasReset = cell.wholeMatch(of: /\$_DFF_[PN][PN][01]_|\$_DFFE_[PN][PN][01][PN]_/) != nil
      guard !hasReset else { continue }
      plain += count
      if isEnabled { enabled += count }
    }
    plainBits = plain
    enabledBits = enabled
    openRegisters = Self.openRegisters(
      try String(contentsOfFile: "\(folder)/\(MappingScript.openName)", encoding: .utf8))
  }

  /// The children of some modules, in the order of the netlist.
  func children(_ modules: Set<String>) throws -> [(name: String, module: String)] {
    if modules.isDisjoint(with: counts.keys) { return [] }
    // `  module_name \gen_part[0].u_part  (`
    return try String(contentsOfFile: netlist, encoding: .utf8).split(separator: "\n").compactMap {
      let words = $0.split(separator: " ")
      guard words.count == 3, words[2] == "(", modules.contains(String(words[0])) else {
        return nil
      }
      return (TimingPath.name(words[1]), String(words[0]))
    }
  }

  /// Of lines `module/name_q[3]$_DFF_P_`.
  static func openRegisters(_ list: String) -> [String: Int] {
    list.split(separator: "\n").reduce(into: [:]) { bits, line in
      let cell = line.drop { $0 != "/" }.dropFirst()
      bits[TimingPath.withoutBits(TimingPath.name(cell)), default: 0] += 1
    }
  }

  private struct Statistics: Decodable {
    struct Module: Decodable {
      var counts: [String: Int]?

      enum CodingKeys: String, CodingKey { case counts = "num_cells_by_type" }
    }
    var modules: [String: Module]
  }

  private static func counts(_ path: String, _ name: String) throws -> [String: Int] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    do {
      let statistics = try JSONDecoder().decode(Statistics.self, from: data)
      return statistics.modules["\\" + name]?.counts ?? [:]
    } catch {
      throw SynthesisError.tool("Yosys counts the cells of \(name) in a way that is not known.")
    }
  }
}
