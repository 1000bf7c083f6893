import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What queues with a past are to do. Their words are numbers that count on.

private let number = HardwareType.unsigned(3)

/// The number of the word that comes next, as an assumption.
private func numbered(_ input: ReadyValid<Item>) -> Signal {
  let next = ghost(register("ghostNext", number, reset: 0, "the number of the next word"))
  assume("Numbered", input.payload.data == next.asBits)
  return next
}

/// Claims that the numbers of committed words come without a gap. The numbers of words that are
/// dropped are given again.
@HardwareBuilder func claimCommitted(_ unit: DropFIFO<Item>) -> Behavior {
  let next = numbered(unit.input)
  let kept = ghost(register("ghostKept", number, reset: 0, "of the first that is not committed"))
  let end = ghost(wire("ghostEnd", mux(unit.input.fires, next &+ 1, next)))
  next <== mux(unit.drop, kept, end)
  when(unit.commit) { kept <== end }
  let given = ghost(register("ghostGiven", number, reset: 0, "of the word that goes out next"))
  when(unit.output.fires) { given <== given &+ 1 }
  let data = unit.output.payload.data.asUnsigned
  claim("InOrder", !unit.output.valid || data == given, "no word is lost or comes twice")
  claim(
    "Committed", !unit.output.valid || kept != given, "a word that goes out is committed")
}

/// Claims that words come in order, and those that were not committed again after a rewind.
@HardwareBuilder func claimReplays(_ unit: ReplayFIFO<Item>) -> Behavior {
  let next = numbered(unit.input)
  when(unit.input.fires) { next <== next &+ 1 }
  let given = ghost(register("ghostGiven", number, reset: 0, "of the word that goes out next"))
  let done = ghost(register("ghostDone", number, reset: 0, "of the first that is not committed"))
  let end = ghost(wire("ghostEnd", mux(unit.output.fires, given &+ 1, given)))
  let start = ghost(wire("ghostStart", mux(unit.commit, end, done)))
  done <== start
  given <== mux(unit.rewinds.fires, start, end)
  let data = unit.output.payload.data.asUnsigned
  claim("InOrder", !unit.output.valid || data == given, "none is lost or comes when it is not to")
  claim("Sent", !unit.output.valid || given != next, "no word is made up")
}

/// Claims that every reader gets the numbers without a gap.
@HardwareBuilder func claimNumbers(_ unit: MulticastFIFO<Item>, depth: Int) -> Behavior {
  let next = numbered(unit.input)
  when(unit.input.fires) { next <== next &+ 1 }
  for (index, output) in unit.outputs.enumerated() {
    let given = ghost(register("ghostGiven\(index)", number, reset: 0))
    when(output.fires) { given <== given &+ 1 }
    let data = output.payload.data.asUnsigned
    claim("InOrder_\(index)", !output.valid || data == given, "no word is lost or comes twice")
    claim("Sent_\(index)", !output.valid || next != given, "no word is made up")
  }
}

/// Claims that the first input is passed over by an item alone that waited before it came.
@HardwareBuilder func claimFirst(_ unit: PriorityArbiter<Item>) -> Behavior {
  let input = unit.inputs[0]
  let passes = ghost(register("ghostPasses", .unsigned(2), reset: 0))
  when(!input.valid || input.fires) { passes <== 0 }
    .elseWhen(unit.output.fires) { passes <== passes &+ 1 }
  claim("FirstGoesFirst", passes <= 1, "at most one item goes before it")
}

/// Claims that no input that waits is passed over by more items than the others' weights say.
@HardwareBuilder func claimShares(_ unit: WeightedArbiter<Item>, _ weights: [Int]) -> Behavior {
  for (index, input) in unit.inputs.enumerated() {
    let most = weights.reduce(0, +) - weights[index]
    let type = HardwareType.unsigned(bitsToHold(most + 1))
    let passes = ghost(register("ghostPasses\(index)", type, reset: 0))
    when(!input.valid || input.fires) { passes <== 0 }
      .elseWhen(unit.output.fires) { passes <== passes &+ 1 }
    claim("Fair_\(index)", passes <= .number(most), "it is passed over by few")
  }
}
