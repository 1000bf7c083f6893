import Foundation

/// All figures, as the JSON file holds them.
struct Figures: Codable {
  var elaborate: [Elaboration]?
  var cells: [Cells]?
  var simulate: [Speed]?
  var prove: [Proof]?
  var profiles: [Profile]?

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
