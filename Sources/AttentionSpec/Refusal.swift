import Foundation

/// An input that is refused: one sentence that names the value, the rule and the remedy.
public struct Refusal: LocalizedError, CustomStringConvertible, Equatable, Sendable {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}
