import Foundation
import HardwareIR
import SystemVerilog

/// What a printer would write that put arrays into loops in a wrong way: a pattern in rolled text,
/// and what stands in its place.
public struct TextBug: Hashable, Sendable {
  /// What is wrong, in words.
  let name: String
  private let pattern: String
  private let replacement: String

  static let all = [
    TextBug(
      name: "a loop of parts begins one late", pattern: #"\(genvar (\w) = 0;"#,
      replacement: "(genvar $1 = 1;"),
    TextBug(
      name: "a loop in a block begins one late", pattern: #"\(int (\w) = 0;"#,
      replacement: "(int $1 = 1;"),
    TextBug(
      name: "a loop ends one early", pattern: #"= 0; (\w) < (\d+);"#,
      replacement: "= 0; $1 < $2 - 1;"),
    TextBug(
      name: "an element is that of the neighbour", pattern: #"\[((?:\d+\*)?)([ijk])( \+:|\])"#,
      replacement: "[$1($2 ^ 1)$3"),
    TextBug(
      name: "elements lie one bit too near", pattern: #"\[(\d+)\*([ijk]) \+:"#,
      replacement: "[($1 - 1)*$2 +:"),
    TextBug(
      name: "a number of a loop does not grow", pattern: #"(\d+)'\((?:\d+\*)?[ijk](?: \+ \d+)?\)"#,
      replacement: "$1'(1)"),
    TextBug(
      name: "a vector is connected the other way round",
      pattern: #"(\.\w+ *\()\{(\w+), (\w+)((?:, \w+)*)\}\)"#, replacement: "$1{$3, $2$4})"),
  ]

  func applied(to text: String) -> String {
    text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
  }
}

extension TextBug {
  /// The bugs as mutations of cases whose text is rolled.
  static let mutations = all.map { bug in
    var mutation = Mutation(bug.name) { fuzzCase in
      guard fuzzCase.emitter.arrays == .rolled else { return }
      let text = fuzzCase.emitter.emit(fuzzCase.circuit).map(\.text)
      if text.contains(where: { bug.applied(to: $0) != $0 }) { fuzzCase.textBug = bug }
    }
    mutation.isOfText = true
    return mutation
  }
}
