import HardwareDSL
import HardwareIR

/// Two lanes that pass words on, with all kinds of ghosts: registers and wires under conditions
/// that hardware shares, arrays, an enumeration, a bundle, products and slices, a second clock
/// domain.
final class GhostLanes: SampleModule {
  struct Mark: SignalBundle {
    let word: Signal
    let kind: Enumerated<Phase>

    init(_ field: FieldMaker) {
      word = field(.signed(6))
      kind = field(Phase.self)
    }
  }

  /// Only a ghost has this type.
  enum Lamp: HardwareEnum { case off, on }

  let words = (0..<2).map { _ in ReadyValid<Item>.input { field in Item(field(.bits(6))) } }
  let sums = (0..<2).map { _ in ReadyValid<Item>.output { field in Item(field(.bits(6))) } }
  let gain = input(.signed(6), in: .pixel)
  let scaled = output(.signed(12), in: .pixel)
  let kind = input(Phase.self)
  let held = (0..<2).map { _ in Item(dataRegister(.bits(6))) }
  let isFull = (0..<2).map { _ in register(.bit, reset: 0) }
  let product = register(.signed(12), reset: 0, in: .pixel)
  let taken = (0..<2).map { _ in ghost(register(.unsigned(4), reset: 0, "words taken")) }
  let given = (0..<2).map { _ in ghost(register(.unsigned(4), reset: 0)) }
  let mark = ghost(Mark(.dataRegister()))
  let phase = ghost(StateRegister(reset: Phase.idle))
  let lamp = ghost(StateRegister(reset: Lamp.off))
  let rest = (0..<2).map { _ in ghost(register(.unsigned(3), reset: 1)) }
  let pulse = ghost(register(.bit, reset: 0))
  let largest = ghost(register(.signed(12), reset: 0, in: .pixel))

  var body: Behavior {
    section("Lanes")
    for lane in 0..<2 {
      words[lane].ready <== (!isFull[lane] || sums[lane].ready)
      when(words[lane].fires) {
        held[lane].data <== words[lane].payload.data
        isFull[lane] <== 1
        taken[lane] <== taken[lane] &+ 1
      }
      .elseWhen(sums[lane].ready) { isFull[lane] <== 0 }
      when(sums[lane].fires) { given[lane] <== given[lane] &+ 1 }
      sums[lane].valid <== isFull[lane]
      sums[lane].payload.data <== held[lane].data
      claim(
        "NothingLost\(lane)", taken[lane] &- given[lane] == isFull[lane].asUnsigned.extended(to: 4),
        "what was taken was given, but for the word that is held")
      cover("Refilled\(lane)", rose(isFull[lane]) && past(sums[lane].valid, cycles: 3))
    }
    section("Ghosts of every kind")
    marks
    section("Another domain")
    scaling
  }

  @HardwareBuilder private var marks: Behavior {
    for number in rest { number <== number &+ 3 }
    let square = ghost(wire("square", mark.word * mark.word))
    let high = ghost(wire("high", .bits(2)))
    high <== 0
    when(words[0].fires) {
      mark.word <== words[0].payload.data.asSigned
      mark.kind <== kind
      high <== words[0].payload.data[4...5]
    }
    phase.decode { state in
      switch state {
      case .idle: when(words[0].fires) { phase <== .run }
      case .run: when(square[3]) { phase <== .done }
      case .done: ()
      }
    }
    claim("Marked", phase == .idle || mark.word == past(mark.word) || past(words[0].fires))
    claim("Squares", square >= 0)
    claim("KindStays", past(mark.kind, reset: .idle) == mark.kind || past(words[0].fires, reset: 1))
    cover("High", high == 3 && fell(words[1].valid))
    cover("SameMark", isStable(mark))
    let before = ghost(delayed("before", mark.word, reset: 0))
    claim(
      "MarkBefore", past(mark).word == before && past(mark).kind == past(mark.kind, reset: .run))
    pulse <== !pulse
    claim("Pulse", lamp == .off || pulse || past(pulse, reset: 1))
    when(rest[0] == rest[1]) { lamp <== .on }
  }

  @HardwareBuilder private var scaling: Behavior {
    let next = wire("next", product + gain)
    product <== next.truncated(to: 12)
    scaled <== product
    when(largest < product) { largest <== product }
    claim("NoDrop", largest >= past(largest), in: .pixel, "the largest never falls")
    assume("SmallGain", past(gain, cycles: 2, reset: 1) < 31, in: .pixel)
  }
}
