import Foundation

/// An input that is refused: one sentence that names the value, the rule and the remedy, behind the
/// place that it is about, where that is known.
public struct Refusal: LocalizedError, CustomStringConvertible, Equatable, Sendable {
  /// A file, an array of one, or what else the sentence is about: `model.safetensors, head.weight`.
  /// nil where whoever refuses does not know it.
  public let place: String?
  /// The sentence without its place.
  public let sentence: String

  public init(_ sentence: String) {
    place = nil
    self.sentence = sentence
  }

  /// - Parameter place: An empty one, as a path may be, is shown, too.
  public init(in place: String, _ sentence: String) {
    self.place = place
    self.sentence = sentence
  }

  /// The same refusal with a place, if it has none yet: files know theirs, values do not.
  public func placed(in place: String) -> Refusal {
    self.place == nil ? Refusal(in: place, sentence) : self
  }

  public var description: String {
    place.map { "\($0.isEmpty ? "\"\"" : $0): \(sentence)" } ?? sentence
  }

  public var errorDescription: String? { description }
}
