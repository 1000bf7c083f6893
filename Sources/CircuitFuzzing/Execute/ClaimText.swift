/// The failed claims in what vvp prints, each over two lines:
///
///     ERROR: adder.sv:10:
///            Time: 26 Scope: bench.u_c0.AdderExact
enum ClaimText {
  static func failures(in text: String) -> [Trace.Failure] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 4, words[0] == "Time:", words[2] == "Scope:", let time = Int(words[1])
      else { return nil }
      return Trace.Failure(
        cycle: time / IcarusBench.cycleTime, text: "Assertion failed in \(words[3])")
    }
  }
}
