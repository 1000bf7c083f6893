import HardwareIR

/// The values of signals, step by step, from the text of a value change dump as Yosys writes it:
/// every signal in every step.
struct ValueChanges {
  /// By the name of a signal, one for each step. What is unknown is 0.
  private(set) var values: [String: [BitPattern]] = [:]
  private(set) var stepCount = 0

  init(_ text: String) {
    var signals: [Substring: (name: String, width: Int)] = [:]
    var present: [Substring: BitPattern] = [:]
    var isBegun = false
    func endStep() {
      guard isBegun else { return }
      for (code, signal) in signals {
        let value = present[code] ?? BitPattern(0, width: signal.width)
        values[signal.name, default: []].append(value)
      }
      stepCount += 1
    }
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 6, words[0] == "$var", let width = Int(words[2]), width > 0 {
        let name = words[4].hasPrefix("\\") ? words[4].dropFirst() : words[4]
        signals[words[3]] = (String(name), width)
      } else if line.hasPrefix("#") {
        endStep()
        isBegun = true
      } else if words.count == 2, line.hasPrefix("b"), let signal = signals[words[1]] {
        present[words[1]] = Self.pattern(words[0].dropFirst(), width: signal.width)
      } else if words.count == 1, let first = line.first, let signal = signals[line.dropFirst()] {
        present[line.dropFirst()] = Self.pattern(String(first)[...], width: signal.width)
      }
    }
    endStep()
  }

  /// Binary digits, the highest first.
  private static func pattern(_ digits: Substring, width: Int) -> BitPattern? {
    var words = [UInt64](repeating: 0, count: (width + 63) / 64)
    for (index, digit) in digits.reversed().prefix(width).enumerated() where digit == "1" {
      words[index / 64] |= 1 << UInt64(index % 64)
    }
    return BitPattern(words: words, width: width)
  }
}
