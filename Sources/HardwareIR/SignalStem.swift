/// A name without the suffix of its kind: `acc_q`, `acc_o` and `acc_i` as `acc`.
///
/// Looks at bytes, since elaboration asks for every signal of every instance.
public func signalStem(_ name: String) -> String {
  let bytes = name.utf8
  guard bytes.count >= 2, let last = bytes.last, bytes.dropLast().last == UInt8(ascii: "_"),
    [UInt8(ascii: "q"), UInt8(ascii: "o"), UInt8(ascii: "i")].contains(last)
  else { return name }
  return String(name.dropLast(2))
}
