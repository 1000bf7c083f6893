import AttentionCompiler
import AttentionSpec
import ReferenceModel

/// A word of features that a run has to produce, and what it is called.
struct ExpectedWord: CustomStringConvertible {
  let place: WordPlace
  let features: ArraySlice<Int8>
  let layer: Int
  /// Of the layer: the one that an operand is of, or those that a code is read for.
  let heads: Range<Int>
  let token: Int
  /// The number of the first of the features.
  let firstFeature: Int

  private var isCode: Bool { place.chunk == nil }

  var description: String { "layer \(layer), \(source), token \(token)" }

  /// What a feature is called.
  func name(_ feature: Int) -> String { "\(self), feature \(firstFeature + feature)" }

  private var source: String {
    guard isCode else { return "head \(heads.lowerBound)" }
    let heads =
      heads.count == 1
      ? "head \(heads.lowerBound)" : "heads \(heads.lowerBound) to \(heads.upperBound - 1)"
    return "code \(place.number) of \(place.memory.rawValue) for \(heads)"
  }
}

/// The words that a run brings on chip, in the order of its program.
///
/// As the decoder takes them: of codes chunk by chunk, in a chunk again for each group of heads; of
/// what is no code head by head.
struct ExpectedWords {
  private(set) var codes: [ExpectedWord] = []
  private(set) var operands: [OperandMemory: [ExpectedWord]] = [:]

  private let features: Int
  private let headsAtOnce: Int

  init(_ job: AttentionJob) {
    features = job.configuration.featuresPerCycle
    headsAtOnce = job.configuration.decoder.heads
    for memory in OperandMemory.allCases { operands[memory] = [] }
    for (unit, computed) in job.expected.enumerated() {
      let place = UnitPlace(
        layer: job.program.layer(ofUnit: unit), heads: job.program.heads(ofUnit: unit))
      for load in computed.loads {
        for (index, token) in load.tokens.enumerated() {
          if load.isDecoded {
            decode(load, token, load.words[index], computed, place)
          } else {
            for (head, word) in load.words[index].enumerated() {
              for chunk in 0..<word.count / features {
                add(load.memory, head, token, chunk, computed, place)
              }
            }
          }
        }
      }
    }
  }

  private struct UnitPlace {
    let layer: Int
    let heads: Range<Int>
  }

  private mutating func decode(
    _ load: ComputedLoad, _ token: Int, _ words: [[Int8]], _ computed: ComputedUnit,
    _ place: UnitPlace
  ) {
    for chunk in 0..<words[0].count / features {
      for first in stride(from: 0, to: place.heads.count, by: headsAtOnce) {
        let heads = first..<min(first + headsAtOnce, place.heads.count)
        for (code, word) in words.enumerated() {
          codes.append(
            ExpectedWord(
              place: WordPlace(memory: load.memory, number: code),
              features: word[(chunk * features)..<((chunk + 1) * features)], layer: place.layer,
              heads: place.heads.lowerBound + heads.lowerBound..<place.heads.lowerBound
                + heads.upperBound,
              token: token, firstFeature: chunk * features))
        }
        for head in heads { add(load.memory, head, token, chunk, computed, place) }
      }
    }
  }

  /// - Parameter head: Of the unit.
  private mutating func add(
    _ memory: OperandMemory, _ head: Int, _ token: Int, _ chunk: Int, _ computed: ComputedUnit,
    _ place: UnitPlace
  ) {
    guard let base = computed.places[memory], let word = computed.operands[memory]?[head][token]
    else { return }
    let ofLayer = place.heads.lowerBound + head
    operands[memory]?.append(
      ExpectedWord(
        place: WordPlace(
          memory: memory, number: base + head * computed.stride + token, chunk: chunk),
        features: word[(chunk * features)..<((chunk + 1) * features)], layer: place.layer,
        heads: ofLayer..<ofLayer + 1, token: token, firstFeature: chunk * features))
  }
}
