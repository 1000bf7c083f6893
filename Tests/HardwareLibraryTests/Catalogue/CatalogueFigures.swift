import Foundation
import HardwareIR
import Synthesis

/// What units take in standard cells, as `benchmarks/catalogue.json` keeps it.
struct CatalogueFigures: Codable, Equatable {
  struct Cost: Codable, Equatable {
    var cells: Int
    /// um2 of cells, without memories.
    var area: Double
    /// ns of the longest path.
    var clock: Double?
  }

  /// By library and by module.
  var costs: [String: [String: Cost]] = [:]

  /// The liberty files beside the standard one that this machine has: those in the folder that
  /// `VITCOD_LIBERTY` names.
  static var libraries: [(name: String, path: String)] {
    let folder = ProcessInfo.processInfo.environment["VITCOD_LIBERTY"]
    let known = [("asap7", "asap7_rvt_tt.lib.gz"), ("sky130", "sky130hd_tt.lib.gz")]
    return [("osu018", SynthesisSettings().libraryPath)]
      + known.compactMap { name, file in
        guard let path = folder.map({ "\($0)/\(file)" }),
          FileManager.default.fileExists(atPath: path)
        else { return nil }
        return (name, path)
      }
  }

  static func cost(of circuit: Circuit, in path: String) async throws -> Cost {
    let report = try await synthesize(circuit, SynthesisSettings(libraryPath: path))
    func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    return Cost(
      cells: report.cells, area: short(report.logicArea), clock: report.longestPath.map(short))
  }

  static let file = URL(filePath: #filePath)
    .appending(path: "../../../../benchmarks/catalogue.json").standardized

  static func kept() throws -> CatalogueFigures {
    try JSONDecoder().decode(CatalogueFigures.self, from: Data(contentsOf: file))
  }

  func keep() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: Self.file)
  }
}
