import Basics
import TensorFiles
import Testing

/// Whatever a file holds, it is read or refused. A trap would end the tests.
@Suite(.timeLimit(.minutes(1))) struct MutationTests {
  private static let rounds = 10_000

  /// What became of the mutated files.
  private struct Outcome {
    var read = 0
    var refused = 0
    /// Refusals once the file was open.
    var late = 0
  }

  private func outcome(
    of originals: [[UInt8]], seed: UInt64, words: [String],
    _ open: ([UInt8]) throws -> [() throws -> Tensor]
  ) -> Outcome {
    var mutator = Mutator(seed: seed, words: words)
    var outcome = Outcome()
    for round in 0..<Self.rounds {
      let bytes = mutator.mutated(originals[round % originals.count])
      var isOpen = false
      do {
        let readers = try open(bytes)
        isOpen = true
        for read in readers { useAll(try read()) }
        outcome.read += 1
      } catch {
        let sentence = (error as? Refusal)?.description ?? ""
        #expect(sentence.hasPrefix("fuzz"), "seed \(seed), round \(round): \(error)")
        #expect(sentence.count < 2000, "seed \(seed), round \(round): \(error)")
        outcome.refused += 1
        if isOpen { outcome.late += 1 }
      }
    }
    print("\(Self.rounds) mutations from seed \(seed): \(outcome)")
    return outcome
  }

  /// Every accessor answers or refuses.
  private func useAll(_ tensor: Tensor) {
    _ = try? tensor.finiteFloats()
    _ = try? tensor.integers()
    _ = try? tensor.booleans()
    #expect(tensor.numbers().count == tensor.count)
  }

  @Test("Ten thousand mutated safetensors files are read or refused")
  func safetensors() throws {
    let originals = try [
      SafetensorsFile.bytes(of: tensorOfEachType(), metadata: ["format": "pt"]),
      SafetensorsFile.bytes(of: ["w": Tensor(shape: [2], elements: [1.5, 2] as [Float])]),
    ]
    let words = ["{", "}", "[", "]", "\"", ",", ":", "\"shape\"", "\\u", "\\ud800", "__metadata__"]
    let outcome = outcome(of: originals, seed: 4041, words: words) { bytes in
      let file = try SafetensorsFile(parsing: bytes, named: "fuzz")
      return file.entries.map { entry in { try file.tensor(entry.name) } }
    }
    #expect(outcome.read > 100 && outcome.refused > 5000)
  }

  @Test("Ten thousand mutated npy files are read or refused")
  func npy() throws {
    let tensors = try tensorOfEachType().values.filter { $0.elementType != .bfloat16 }
    var originals = try tensors.map { try NpyFile.bytes(of: $0) }.sorted { $0.count < $1.count }
    let fortran = NpyFileTests.header("<i4", order: "True", shape: "(2, 3)")
    for version in 1...3 as ClosedRange<UInt8> {
      originals.append(
        NpyFileTests.file(
          header: fortran, version: version, payload: [UInt8](repeating: 1, count: 24)))
    }
    let words = ["(", ")", "{", "}", "'", ",", "True", "shape", "|i1", "<f8"]
    let outcome = outcome(of: originals, seed: 4042, words: words) { bytes in
      let file = try NpyFile(parsing: bytes, named: "fuzz")
      return [{ file.tensor }]
    }
    #expect(outcome.read > 100 && outcome.refused > 5000)
  }

  @Test("Ten thousand mutated npz files are read or refused")
  func npz() throws {
    let tensors = try [
      "mask": Tensor(shape: [4, 4], elements: [Bool](repeating: true, count: 16)),
      "q": Tensor(shape: [8], elements: [Float](repeating: 0.5, count: 8)),
    ]
    let originals = try NpzFile.Compression.allCases.map {
      try NpzFile.bytes(of: tensors, compression: $0)
    }
    let outcome = outcome(of: originals, seed: 4043, words: ["PK\u{1}\u{2}", ".npy"]) { bytes in
      let file = try NpzFile(parsing: bytes, named: "fuzz", bytesMax: 1 << 20)
      return file.names.map { name in { try file.tensor(name) } }
    }
    #expect(outcome.read > 100 && outcome.refused > 5000 && outcome.late > 100)
  }
}
