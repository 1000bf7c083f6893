import Foundation

/// All figures, as the JSON file holds them.
struct Figures: Codable {
  var elaborate: [Elaboration]?
  var cells: [Cells]?
  var simulate: [Speed]?
  var prove: [Proof]?
  var profiles: [Profile]?
  var forms: Forms?

  struct Elaboration: Codable {
    var design: String
    var elements: Int
    var variety: MACArray.Variety
    var cpuSeconds: Double
    var peakMegabytes: Double
    var emittedKilobytes: Int
    var modules: Int
  }

  struct Cells: Codable {
    var design: String
    var emitted: Int
    var hand: Int
  }

  struct Speed: Codable {
    var design: String
    /// Thousands of cycles per CPU second, the best of the runs.
    var emitted: Double
    var hand: Double
  }

  struct Profile: Codable {
    var profile: String
    /// By design.
    var cells: [String: Int]
    /// Thousands of cycles per CPU second, the best of the runs, by design.
    var speed: [String: Double]
  }

  struct Proof: Codable {
    var design: String
    var isEquivalent: Bool
    var provedPoints: Int
    var allPoints: Int
  }

  /// Rolled text against unrolled.
  struct Forms: Codable {
    var cells: [FormCells]?
    var speed: [FormSpeed]?
    var text: [FormText]?
    var proofs: [Proof]?
  }

  struct FormCells: Codable {
    /// A whole design, or a unit of the accelerator without its children.
    var design: String
    var rolled: Int
    var unrolled: Int
  }

  struct FormSpeed: Codable {
    var design: String
    /// Thousands of cycles per CPU second, medians.
    var rolled: Double
    var unrolled: Double
    var rolledBuildSeconds: Double
    var unrolledBuildSeconds: Double
  }

  struct FormText: Codable {
    var design: String
    var form: String
    var lines: Int
    var generationSeconds: Double
    var lintSeconds: Double
  }

  /// Replaces what `change` changes in the file and keeps the rest.
  static func update(_ path: String, _ change: (inout Figures) -> Void) throws {
    let url = URL(fileURLWithPath: path)
    var figures = Figures()
    if let data = try? Data(contentsOf: url) {
      figures = try JSONDecoder().decode(Figures.self, from: data)
    }
    change(&figures)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(figures) + Data("\n".utf8)).write(to: url, options: .atomic)
  }
}

extension Double {
  /// With so many digits after the point.
  func rounded(digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }

  func text(digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
