import AttentionSpec
import NetworkSpec

/// Looks for the first tensor of a network that holds a number that is not finite: what comes
/// behind it is the fault of none.
struct FiniteCheck {
  private var refusal: Refusal?

  mutating func look(at values: [Float], _ checkpoint: NetworkCheckpoint) {
    guard refusal == nil, let value = values.first(where: { !$0.isFinite }) else { return }
    refusal = Refusal(
      "\(checkpoint) holds \(value) for a calibration image; look for weights or images that are "
        + "far too large.")
  }

  /// - Throws: `Refusal` that names the tensor, if there is one.
  func finish() throws {
    if let refusal { throw refusal }
  }
}
