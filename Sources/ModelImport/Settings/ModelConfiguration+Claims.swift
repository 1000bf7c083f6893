import Basics
import TensorFiles

/// Keys whose values are held against the tensors.
extension ModelConfiguration {
  typealias Subject = ConfigurationClaim.Subject

  mutating func claim(
    _ subject: (Int) -> Subject, _ key: String, in object: inout ConfigurationObject
  ) throws(Refusal) {
    note(try object.integer(key).map(subject), key, in: object)
  }

  mutating func claim(
    _ subject: (Double) -> Subject, _ key: String, in object: inout ConfigurationObject
  ) throws(Refusal) {
    note(try object.number(key).map(subject), key, in: object)
  }

  mutating func claim(
    _ subject: (Bool) -> Subject, _ key: String, in object: inout ConfigurationObject
  ) throws(Refusal) {
    note(try object.flag(key).map(subject), key, in: object)
  }

  /// The side of a square.
  mutating func claim(
    side subject: (Int) -> Subject, _ key: String, in object: inout ConfigurationObject
  ) throws(Refusal) {
    note(try object.side(key).map(subject), key, in: object)
  }

  /// Notes what a key says, unless it says nothing.
  mutating func note(_ subject: Subject?, _ key: String, in object: ConfigurationObject) {
    guard let subject else { return }
    claims.append(ConfigurationClaim(file: object.file, key: object.name(key), subject: subject))
  }
}
