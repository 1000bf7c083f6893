/// A name that is free: `stem` and `suffix`, with the first number from 2 on between them where
/// that is not.
public func numberedName(
  _ stem: String, behind suffix: String = "", while isTaken: (String) -> Bool
) -> String {
  var name = stem + suffix
  var number = 2
  while isTaken(name) {
    name = "\(stem)_\(number)\(suffix)"
    number += 1
  }
  return name
}
