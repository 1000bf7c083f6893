import AttentionSpec
import HardwareDSL

/// A numerator that is read: the same one until the ring advances.
struct NumeratorRead: SignalBundle {
  let enable: Signal
  let advances: Signal
  let numerator: Signal

  /// What goes to the ring.
  var request: NumeratorRequest { NumeratorRequest(enable: enable, advances: advances) }
}

/// Whether a numerator is wanted.
struct NumeratorRequest: SignalBundle {
  let enable: Signal
  let advances: Signal
}

extension NumeratorRead {
  init(_ field: FieldMaker) {
    enable = field(.bit)
    advances = field(.bit, "the next read is of the next numerator")
    numerator = field.flipped(.unsigned(NumberFormats.numeratorBits), "the one read last")
  }
}

/// Entries that pass on in the walks.
struct EntryPasses: SignalBundle {
  let score: Signal
  let output: Signal
}

extension EntryPasses {
  init(_ field: FieldMaker) {
    score = field(.bit, "an entry passes for its score, and takes a place")
    output = field(.bit, "the next entry passes for its output, and gives its place back")
  }
}

/// The softmax numerators of an element in the order of its entries, and which of the entries have
/// passed, for scores and for outputs.
final class NumeratorRing: Module {
  let passes = EntryPasses(.input())
  let numerator = Valid(.input(), .unsigned(NumberFormats.numeratorBits))
  let read = NumeratorRead(.input())

  let hasPlace = output(.bit, "there is a place for a further entry")
  let isThere = output(.bit, "the numerator of the next entry for outputs is there")

  let numerators: Memory
  let writePlace: Signal
  let readPlace: Signal
  let taken: Signal
  let waiting: Signal

  private let limit: Requirement
  private let depth: Int

  init(depth: Int, file: String = #filePath, line: Int = #line) {
    limit = require(
      depth >= 2 && depth.nonzeroBitCount == 1,
      "a NumeratorRing of \(depth) numerators; give it a power of two from 2 on", file: file,
      line: line)
    self.depth = depth
    numerators = Memory(.unsigned(NumberFormats.numeratorBits), depth: depth)
    let places = bitsToIndex(depth)
    writePlace = register(.unsigned(places), reset: 0)
    readPlace = register(.unsigned(places), reset: 0)
    taken = register(.unsigned(places + 1), reset: 0, "places that are taken")
    waiting = register(.unsigned(places + 1), reset: 0, "numerators whose entry has not passed")
  }

  var moduleName: String { "numerator_ring_d\(depth)" }

  var documentation: Documentation {
    Documentation(
      "Ring of \(depth) softmax numerators between the scores and the outputs of entries.",
      latency: [
        .cycles(1, from: numerator.valid, to: isThere),
        .cycles(1, from: passes.score, to: hasPlace),
        .cycles(1, from: passes.output, to: hasPlace, isThere),
        .cycles(1, from: read.enable, to: read.numerator),
      ],
      throughput: [.one("numerator", from: read.enable, to: read.numerator)],
      reset: [
        .control, .sentence("empty"), .value(1, of: hasPlace), .value(0, of: isThere),
      ], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Places are taken when a score passes, and given back when its output does")
    tally(taken, up: passes.score, down: passes.output)
    hasPlace <== !taken[taken.width - 1]
    claim("ScoreHasPlace", !passes.score || hasPlace, "a score passes only where there is a place")
    tally(waiting, up: numerator.valid, down: passes.output)
    isThere <== (waiting != 0)
    claim(
      "NumeratorIsThere", !passes.output || isThere, "an output passes only with its numerator")
    claim(
      "PlaceIsTaken", !numerator.valid || waiting < taken, "a numerator comes to a place of its own"
    )

    section("Numerators in order")
    numerators.write(numerator.data, at: writePlace, enable: numerator.valid)
    when(numerator.valid) { writePlace <== writePlace &+ 1 }
    numerators.read(at: readPlace, enable: read.enable)
    when(read.advances) { readPlace <== readPlace &+ 1 }
    read.numerator <== numerators.readData
  }
}
