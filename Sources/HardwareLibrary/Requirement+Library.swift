import HardwareDSL
import HardwareIR

// What several units of the library demand of their parameters.
extension Requirement {
  static func width(_ width: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      width >= 0, "\(unit) of words of \(width) bits; give them 0 or more", at: place)
  }

  static func depth(_ depth: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      depth >= 2 && depth.nonzeroBitCount == 1,
      "\(unit) of \(depth) words; give it a power of two from 2 on", at: place)
  }

  static func slots(_ depth: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(depth >= 1, "\(unit) of \(depth) words; give it 1 or more", at: place)
  }

  static func several(_ count: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(count >= 2, "\(unit) of \(count) streams; give it 2 or more", at: place)
  }

  static func lanes(_ count: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(count >= 1, "\(unit) of beats of \(count) items; give them 1 or more", at: place)
  }

  static func stages(_ stages: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      stages >= 2, "\(unit) of \(stages) stages lets nothing settle; give it 2 or more",
      at: place)
  }
}
