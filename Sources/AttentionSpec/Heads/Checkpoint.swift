/// A stage at which an implementation is compared with the reference model, bit for bit.
///
/// The raw values are stable names: they appear in reports and on command lines.
public enum Checkpoint: String, Sendable, CaseIterable, Codable {
  /// The codes of queries and keys as they go into the decoder, int8.
  case codes
  /// The queries as they go into their memory, decoded or as they come, int8.
  case queries
  /// Likewise the keys.
  case keys
  /// The values as they go into their memory, int8.
  case values
  /// The kept scores, int32.
  case scores
  /// The softmax numerators, uint8, 255 for the maximum of a row.
  case numerators
  /// The row sums, their denominators.
  case rowSums
  /// The output of the head, int8.
  case output
}
