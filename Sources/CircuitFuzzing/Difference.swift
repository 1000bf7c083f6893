import Foundation
import HardwareIR

/// The first place where executors differ about a circuit.
public struct Difference: Hashable, Sendable {
  public var seed: UInt64
  public var cycle: Int
  /// An output, or the claim that failed.
  public var place: String
  /// What each executor says, in hexadecimal digits.
  public var values: [Value]
  /// Where a tool refuses the text, so that there is nothing to compare: what it says, without
  /// names and numbers.
  public var complaint: String?

  public struct Value: Hashable, Sendable {
    public var executor: String
    public var text: String
  }

  /// A circuit that came to no executor.
  init(seed: UInt64, refusedBy name: String, _ text: String) {
    self.seed = seed
    cycle = 0
    place = "its description"
    values = [Value(executor: name, text: "refuses: " + text)]
    complaint = Self.complaint(text)
  }

  init(seed: UInt64, cycle: Int, place: String, values: [Value], complaint: String? = nil) {
    self.seed = seed
    self.cycle = cycle
    self.place = place
    self.values = values
    self.complaint = complaint
  }

  /// The executors that do not say what most say; all of them where there is no majority.
  public var dissenters: [String] {
    var counts: [String: Int] = [:]
    for value in values { counts[value.text, default: 0] += 1 }
    let majority = counts.first { $0.value > values.count / 2 }?.key
    return values.filter { $0.text != majority }.map(\.executor)
  }

  /// Compares what executors made of a case; nil where all agree and no claim failed.
  public static func first(
    _ fuzzCase: FuzzCase, _ traces: [(executor: String, trace: Trace)]
  ) -> Difference? {
    let claim = firstFailure(fuzzCase, traces)
    if let refusal = firstRefusal(fuzzCase, traces) { return refusal }
    guard let output = firstOutput(fuzzCase, traces) else { return claim }
    guard let claim, claim.cycle < output.cycle else { return output }
    return claim
  }

  private static func firstRefusal(
    _ fuzzCase: FuzzCase, _ traces: [(executor: String, trace: Trace)]
  ) -> Difference? {
    guard traces.contains(where: { $0.trace.refusal != nil }) else { return nil }
    return Difference(
      seed: fuzzCase.seed, cycle: 0, place: "the emitted text",
      values: traces.map {
        Value(executor: $0.executor, text: $0.trace.refusal.map { "refuses: " + $0 } ?? "accepts")
      }, complaint: traces.lazy.compactMap(\.trace.refusal).first.map(Self.complaint))
  }

  /// The first line with a place in the text, from behind the place on; else the first line.
  private static func complaint(_ refusal: String) -> String {
    let lines = refusal.split(separator: "\n")
    let line = lines.first { $0.contains(".sv:") } ?? lines.first ?? ""
    let message = line.components(separatedBy: ".sv:").last ?? ""
    return String(message.filter { !$0.isNumber }.prefix(40))
  }

  private static func firstFailure(
    _ fuzzCase: FuzzCase, _ traces: [(executor: String, trace: Trace)]
  ) -> Difference? {
    let failures = traces.flatMap(\.trace.failures)
    guard let first = failures.min(by: { $0.cycle < $1.cycle }) else { return nil }
    return Difference(
      seed: fuzzCase.seed, cycle: first.cycle, place: first.text,
      values: traces.map { executor, trace in
        let fails = trace.failures.contains { $0.cycle == first.cycle }
        return Value(executor: executor, text: fails ? "fails" : "holds")
      })
  }

  private static func firstOutput(
    _ fuzzCase: FuzzCase, _ traces: [(executor: String, trace: Trace)]
  ) -> Difference? {
    // Texts are slow to make, so whole traces are compared first.
    guard let judge = traces.first?.trace,
      !traces.allSatisfy({ judge.agrees(with: $0.trace, from: fuzzCase.firstComparedWord) })
    else { return nil }
    let outputs = fuzzCase.circuit.top.ports.filter { $0.direction == .output }
    var start = 0
    for cycle in 0..<fuzzCase.stimulus.cycles {
      for output in outputs {
        let end = start + (output.type.width + 31) / 32
        defer { start = end }
        guard cycle >= Stimulus.firstComparedCycle else { continue }
        let texts = traces.map { $0.trace.text(start..<end) }
        guard texts.contains(where: { $0 != texts[0] || $0.contains("x") }) else { continue }
        return Difference(
          seed: fuzzCase.seed, cycle: cycle, place: output.name,
          values: zip(traces, texts).map { Value(executor: $0.executor, text: $1) })
      }
    }
    return nil
  }
}

extension FuzzCase {
  fileprivate var firstComparedWord: Int {
    Stimulus.firstComparedCycle
      * circuit.top.ports.reduce(0) { sum, port in
        port.direction == .output ? sum + (port.type.width + 31) / 32 : sum
      }
  }
}

extension Trace {
  fileprivate func agrees(with other: Trace, from first: Int) -> Bool {
    words.dropFirst(first) == other.words.dropFirst(first)
      && !other.unknown.keys.contains { $0 >= first }
  }

  /// Some words as digits, without leading zeros where nothing is unknown.
  func text(_ range: Range<Int>) -> String {
    if let text = unknown[range.lowerBound] { return text }
    guard range.upperBound <= words.count else { return "nothing" }
    let digits = words[range].reversed().map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
    let short = digits.drop { $0 == "0" }
    return short.isEmpty ? "0" : String(short)
  }
}

extension Difference: CustomStringConvertible {
  public var description: String {
    "circuit \(seed), cycle \(cycle), \(place): "
      + values.map { "\($0.executor) \($0.text)" }.joined(separator: ", ")
  }
}
