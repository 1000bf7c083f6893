import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What units with several streams, or with streams of several widths, are to do.

/// Claims that no input that waits is passed over by more items of the others than `passesMax`.
///
/// - Parameters:
///   - goes: An item of any input goes.
///   - preferred: The inputs that go first; an induction needs to know that those which do are
///     passed over by their like alone. None where they are out of sight.
@HardwareBuilder func claimFairness<Payload: SignalBundle>(
  _ inputs: [ReadyValid<Payload>], goes: Signal, passesMax: Int, preferred: [Signal] = []
) -> Behavior {
  let type = HardwareType.unsigned(bitsToHold(passesMax + 1))
  for (index, input) in inputs.enumerated() {
    let passes = ghost(register("ghostPasses\(index)", type, reset: 0))
    when(!input.valid || input.fires) { passes <== 0 }
      .elseWhen(goes) { passes <== passes &+ 1 }
    claim("Fair_\(index)", passes <= .number(passesMax), "it is passed over by few")
    if !preferred.isEmpty {
      // Between an input and itself lie those that go before it.
      let before = preferred.indices.filter { $0 != index }.map { other in
        other < index
          ? (preferred[other] || !preferred[index]).asUnsigned
          : (preferred[other] && !preferred[index]).asUnsigned
      }
      claim(
        "PassesLeft_\(index)", passes == 0 || passes + sum(of: before) <= .number(passesMax))
    }
  }
}

/// Claims that an output of a fork gives every item of its input once.
@HardwareBuilder func claimOnce<Payload: SignalBundle>(
  _ name: String, _ input: ReadyValid<Payload>, _ output: ReadyValid<Payload>, isTaken: Signal
) -> Behavior {
  let isGiven = ghost(register("\(name)IsGiven", .bit, reset: 0))
  isGiven <== (!input.fires && (isGiven || output.fires))
  claim("\(name)Once", !(isGiven && output.fires), "no item comes twice")
  claim("\(name)Given", !input.fires || isGiven || output.fires, "no item is lost")
  claim("\(name)Same", !output.valid || output.payload.asBits == input.payload.asBits)
  claim("\(name)Taken", isTaken == isGiven)
}

/// Claims that a beat is the items since the one before, and that it ends where it has to.
@HardwareBuilder func claimBeats(_ unit: StreamUpsizer<Item>, _ lanes: Int) -> Behavior {
  let type = HardwareType.unsigned(bitsToHold(lanes + 1))
  let count = ghost(register("ghostCount", type, reset: 0, "items since the last beat"))
  let isLast = ghost(register("ghostIsLast", .bit, reset: 0, "the latest ended a packet"))
  let place = ghost(wire("ghostPlace", mux(unit.output.fires, 0, count)))
  count <== place &+ unit.input.fires.asUnsigned.extended(to: type.width)
  when(unit.input.fires) { isLast <== unit.input.payload.isLast }
  claim("AllCount", unit.count.extended(to: type.width) == count, "no item is lost")
  for (index, item) in unit.items.enumerated() {
    let kept = ghost(dataRegister("ghostItem\(index)", .bits(item.data.width)))
    when(unit.input.fires && place == Signal(index, type)) { kept <== unit.input.payload.item.data }
    claim("Item\(index)", count <= Signal(index, type) || item.data == kept, "they stand in order")
  }
  let ends = count == Signal(lanes, type) || count != 0 && isLast
  claim("Ends", unit.isFull == ends, "a beat is full, or ends its packet")
  claim("SaysLast", !unit.isFull || unit.isLast == isLast)
}

/// Claims that a beat gives its items, each once, and goes with the last.
@HardwareBuilder func claimItems(_ unit: StreamDownsizer<Item>, _ lanes: Int) -> Behavior {
  let beat = unit.input.payload
  let type = HardwareType.unsigned(bitsToHold(lanes))
  let given = ghost(register("ghostGiven", type, reset: 0, "items of the beat that went out"))
  when(unit.input.fires) { given <== 0 }
    .elseWhen(unit.output.fires) { given <== given &+ 1 }
  let goes = ghost(wire("ghostGoes", unit.output.fires.asUnsigned.extended(to: type.width)))
  claim("Index", unit.index.extended(to: type.width) == given)
  claim("AllGiven", !unit.input.fires || given &+ goes == beat.count, "no item is lost")
  claim("NoMore", !unit.output.fires || given < beat.count, "none comes twice")
  for (index, item) in beat.items.enumerated() {
    let isNext = unit.output.valid && given == Signal(index, type)
    claim("Item\(index)", !isNext || unit.output.payload.item.data == item.data)
  }
  claim(
    "SaysLast",
    !unit.output.valid
      || unit.output.payload.isLast == (beat.isLast && given &+ 1 == beat.count))
}

/// Claims that a nest gives as many steps as its loops have together, and each index in its turn.
@HardwareBuilder func claimSteps(_ unit: LoopNest) -> Behavior {
  let (index, last) = (unit.index, unit.input.payload.last)
  let steps = ghost(register("ghostSteps", .unsigned(5), reset: 0, "steps of the nest so far"))
  when(unit.input.fires) { steps <== 0 }.elseWhen(unit.output.fires) { steps <== steps &+ 1 }
  let inner = last[1] + 1
  let place = ghost(wire("ghostStep", (index[0] * inner + index[1]).truncated(to: 5)))
  let all = ghost(wire("ghostLast", (last[0] * inner + last[1]).truncated(to: 5)))
  claim("Counted", !unit.input.valid || place == steps, "each step comes in its turn")
  claim("NoneAtFirst", unit.input.valid || steps == 0)
  claim("Ends", !unit.input.fires || steps == all, "no step is left out")
}

/// Claims that every stage of a division holds what is left of its dividend, and the last one all
/// of it, item by item.
@HardwareBuilder func claimDivisions(_ unit: PipelinedDivider) -> Behavior {
  let bits = unit.input.payload.dividend.width
  let dividends = unit.steps.indices.map { index in
    ghost(dataRegister("ghostDividend\(index)", .unsigned(bits)))
  }
  let advances = ghost(wire("ghostAdvances", !unit.output.valid || unit.output.ready))
  claim("Accepts", unit.input.ready == advances)
  when(advances) { dividends <== [unit.input.payload.dividend] + dividends.dropLast() }
  let wide = HardwareType.unsigned(2 * bits + unit.input.payload.divisor.width)
  for (index, step) in unit.steps.enumerated() {
    let found = index + 1
    let quotient = step.digits.asUnsigned.truncated(to: found).extended(to: wide.width)
    let product = (quotient * step.divisor).truncated(to: wide.width)
    let left = dividends[index].shiftedRight(by: bits - found).extended(to: wide.width)
    claim(
      "Divides_\(index)", !unit.isFull[index] || product &+ step.remainder == left,
      "digits and remainder are those of the dividend's top")
    if found < bits {
      claim(
        "Keeps_\(index)",
        !unit.isFull[index]
          || step.digits[found...] == dividends[index].asBits[..<(bits - found)],
        "the other digits of the dividend are still to come")
    }
  }
}

/// Claims that stages in a row pass on what is given, each item once and in order.
///
/// - Parameters:
///   - given: What an item that comes in is to give in the end.
///   - stages: Of each, from the first on, whether it is full and what its item will give.
@HardwareBuilder func claimPipeline<Given: SignalBundle, Taken: SignalBundle>(
  _ input: ReadyValid<Given>, _ output: ReadyValid<Taken>, given: Signal,
  stages: [(isFull: Signal, gives: Signal)]
) -> Behavior {
  let isFull = stages.indices.map { ghost(register("ghostIsFull\($0)", .bit, reset: 0)) }
  let gives = stages.indices.map { ghost(dataRegister("ghostGives\($0)", .bits(given.width))) }
  var advances = output.ready
  for (index, stage) in stages.enumerated().reversed() {
    advances = ghost(wire("ghostAdvances\(index)", !isFull[index] || advances))
    let isGiven = index == 0 ? input.valid : isFull[index - 1]
    when(advances) { isFull[index] <== isGiven }
    when(advances && isGiven) { gives[index] <== (index == 0 ? given : gives[index - 1]) }
    claim("Full_\(index)", stage.isFull == isFull[index], "nothing is lost or made up")
    claim("Gives_\(index)", !isFull[index] || stage.gives == gives[index], "items come in order")
  }
  claim("Accepts", input.ready == advances)
  claim("GivesInTheEnd", !output.valid || output.payload.asBits == gives[stages.count - 1])
  claim("FullInTheEnd", output.valid == isFull[stages.count - 1])
}

/// What a requantizer of numbers of 4 by 3 bits makes of a product: it drops 2 bits, and 3 remain.
func requantized(_ product: Signal) -> Signal {
  let rounded = (product.extended(to: 9) &+ 2).shiftedRight(by: 2)
  let high = mux(rounded > 3, Signal(3, .signed(3)), rounded.truncated(to: 3))
  return mux(rounded < -4, Signal(-4, .signed(3)), high).asBits
}

/// Claims that a port gives the word that was written last at its place.
@HardwareBuilder func claimWords(_ unit: BankedMemory, banks: Int, depth: Int) -> Behavior {
  for bank in 0..<banks {
    for address in 0..<depth {
      let name = "\(bank)_\(address)"
      let word = ghost(dataRegister("ghostWord_\(name)", unit.write.word.type))
      let isWritten = ghost(register("ghostIsWritten_\(name)", .bit, reset: 0))
      when(unit.write.enable && isAt(unit.write.place, bank, address)) {
        word <== unit.write.word
        isWritten <== 1
      }
      for (port, read) in unit.reads.enumerated() {
        let gives = read.enable && isAt(read.place, bank, address) && isWritten
        claim(
          "Gives_\(name)_\(port)", !past(gives, reset: 0) || unit.words[port] == past(word))
      }
    }
  }
}

private func isAt(_ place: BankedAddress, _ bank: Int, _ address: Int) -> Signal {
  place.bank == Signal(bank, place.bank.type)
    && place.address == Signal(address, place.address.type)
}
