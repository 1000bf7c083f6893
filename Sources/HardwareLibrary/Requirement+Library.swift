import HardwareDSL

// What several units of the library demand of their parameters.
extension Requirement {
  static func width(_ width: Int, of unit: String, _ file: String, _ line: Int) -> Requirement {
    require(
      width >= 1, "\(unit) of words of \(width) bits; give them 1 or more", file: file, line: line)
  }

  static func depth(_ depth: Int, of unit: String, _ file: String, _ line: Int) -> Requirement {
    require(
      depth >= 2 && depth.nonzeroBitCount == 1,
      "\(unit) of \(depth) words; give it a power of two from 2 on", file: file, line: line)
  }

  static func stages(_ stages: Int, of unit: String, _ file: String, _ line: Int) -> Requirement {
    require(
      stages >= 2, "\(unit) of \(stages) stages lets nothing settle; give it 2 or more",
      file: file, line: line)
  }
}
