import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What units that store words are to do. A word is watched whose place is any one.

/// What `chosen` was in the cycle after the reset, in which nothing is written: any value, where
/// that is an input.
private func watched(_ chosen: Signal, unless writes: Signal) -> Signal {
  let isChosen = ghost(register("ghostIsChosen", .bit, reset: 0))
  let value = ghost(dataRegister("ghostWatched", chosen.type))
  isChosen <== 1
  when(!isChosen) { value <== chosen }
  assume("ChosenFirst", isChosen || !writes)
  return value
}

/// Claims that a word of a ring can be read from its write to its release, and not else.
@HardwareBuilder func claimWindow(_ unit: WindowRing) -> Behavior {
  let watched = watched(unit.reads[0].payload.data, unless: unit.input.valid)
  let isIn = ghost(register("ghostIsIn", .bit, reset: 0, "the watched word is in the window"))
  let word = ghost(dataRegister("ghostWord", unit.input.payload.data.type))
  let leaves = unit.window.ring.distance(from: unit.first, to: watched) < unit.releases
  when(isIn && leaves) { isIn <== 0 }
  when(unit.input.fires && unit.end == watched) {
    isIn <== 1
    word <== unit.input.payload.data
  }
  claim("KeepsWord", !(isIn && unit.input.fires) || unit.end != watched, "none is overwritten")
  for (port, read) in unit.reads.enumerated() {
    let isAsked = ghost(
      wire("ghostIsAsked_\(port)", read.valid && read.payload.data == watched))
    claim("InWindow_\(port)", !isAsked || read.ready == isIn, "a read waits for its word")
    let isGiven = isAsked && read.ready
    claim("Gives_\(port)", !past(isGiven, reset: 0) || unit.words[port] == past(word))
  }
}

/// Claims that a read of a ring waits until its word is written, and else is accepted.
@HardwareBuilder func claimWindow(_ unit: SlidingWindow) -> Behavior {
  let watched = watched(unit.reads[0].payload.data, unless: unit.writes.valid)
  let isIn = ghost(register("ghostIsIn", .bit, reset: 0, "the watched word is in the window"))
  when(isIn && unit.ring.distance(from: unit.first, to: watched) < unit.releases) { isIn <== 0 }
  when(unit.writes.fires && unit.end == watched) { isIn <== 1 }
  claim("KeepsWord", !(isIn && unit.writes.fires) || unit.end != watched, "none is overwritten")
  for (port, read) in unit.reads.enumerated() {
    let isAsked = read.valid && read.payload.data == watched
    claim("InWindow_\(port)", !isAsked || read.ready == isIn, "a read waits for its word")
  }
}

/// Claims that reads of a half give what was written in it before it was handed over.
@HardwareBuilder func claimHalves(_ unit: DoubleBuffer) -> Behavior {
  let write = unit.writes.payload
  let watched = watched(unit.reads.payload.item.data, unless: unit.writes.valid)
  let halves = (0..<3).map { index in
    (
      isWritten: ghost(register("ghostIsWritten\(index)", .bit, reset: 0)),
      word: ghost(dataRegister("ghostWord\(index)", write.item.word.type))
    )
  }
  // The half that is written, behind those that were handed over.
  let filling = halves[2]
  let count = ghost(register("ghostCount", .unsigned(2), reset: 0, "halves handed over"))
  let writes = unit.writes.fires && write.item.address == watched
  let isWritten = ghost(wire("ghostIsFilled", filling.isWritten || writes))
  let word = ghost(wire("ghostFilling", mux(writes, write.item.word, filling.word)))
  let goes = ghost(wire("ghostGoes", unit.reads.fires && unit.reads.payload.isLast))
  let comes = ghost(wire("ghostComes", unit.writes.fires && write.isLast))
  let place = ghost(wire("ghostPlace", count &- goes.asUnsigned.extended(to: 2)))
  count <== place &+ comes.asUnsigned.extended(to: 2)
  filling.isWritten <== (isWritten && !comes)
  filling.word <== word
  when(goes) {
    halves[0].isWritten <== halves[1].isWritten
    halves[0].word <== halves[1].word
  }
  for index in 0..<2 {
    when(comes && place == Signal(index, .unsigned(2))) {
      halves[index].isWritten <== isWritten
      halves[index].word <== word
    }
  }
  let isGiven =
    unit.reads.fires && unit.reads.payload.item.data == watched && halves[0].isWritten
  claim("Gives", !past(isGiven, reset: 0) || unit.word == past(halves[0].word))
  claim("Counted", count == unit.fullHalves)
}

/// Claims that each byte of a word that is read is the one that was written last.
@HardwareBuilder func claimBytes(_ unit: ByteMaskedMemory) -> Behavior {
  let watched = watched(unit.read.address, unless: unit.write.enable)
  for (lane, bit) in unit.write.mask.bits.enumerated() {
    let byte = ghost(dataRegister("ghostByte\(lane)", .bits(8)))
    let isWritten = ghost(register("ghostIsWritten\(lane)", .bit, reset: 0))
    when(unit.write.enable && unit.write.address == watched && bit) {
      byte <== unit.write.word.lanes(of: 8)[lane]
      isWritten <== 1
    }
    let isGiven = unit.read.enable && unit.read.address == watched && isWritten
    claim(
      "Gives_\(lane)", !past(isGiven, reset: 0) || unit.word.lanes(of: 8)[lane] == past(byte))
  }
}
