import AttentionSpec
import HardwareDSL

/// Collects the outputs of elements that drain one behind the other, so that in a cycle each
/// position of a line is written by at most one of them, into a memory of its own: rows are put
/// together without registers.
///
/// Element `e` may start its drain in the cycles that are `e` modulo the positions of a line.
final class OutputGroup: Module {
  let drain: [DrainPort]
  let rows: ReadyValid<OutputRow>

  let storage: [Memory]
  let places: Memory
  let turn: Signal
  let fromTurn: Signal
  let tail, head: Signal
  let taken: Signal
  let finished: Signal
  let isFetched = register(.bit, reset: 0, "the row at the output is there")
  let isWritten: [Signal]
  let address: [Signal]

  private let configuration: AcceleratorConfiguration
  private let positions: Int
  private let latency: Int
  private let depth: Int

  /// - Parameters:
  ///   - elements: At most as many as a line has positions.
  ///   - latency: Cycles from the start of a drain to its first position.
  init(_ configuration: AcceleratorConfiguration, elements: Int, latency: Int) {
    self.configuration = configuration
    self.latency = latency
    let positions = configuration.array.macsPerLine
    self.positions = positions
    let depth = configuration.memory.outputs
    self.depth = depth
    drain = (0..<elements).map { _ in DrainPort(.input(), configuration) }
    rows = .output { OutputRow($0, configuration) }
    storage = (0..<positions).map { _ in
      Memory(.bits(NumberFormats.operandBits * configuration.linesPerElement), depth: depth)
    }
    places = Memory(
      .bits(drain[0].finished.layout.width), depth: depth, "Which rows the words are of")
    let turnType = HardwareType.unsigned(bitsToIndex(positions))
    turn = register(turnType, reset: 0, "the element that may start")
    let behind = (positions - latency % positions) % positions
    fromTurn = register(
      turnType, reset: Signal(behind, turnType), "the element that gives its first position")
    let addressType = HardwareType.unsigned(bitsToIndex(depth))
    tail = register(addressType, reset: 0, "the place of the next row")
    head = register(addressType, reset: 0, "the place of the row that leaves next")
    taken = register(.unsigned(bitsToHold(depth)), reset: 0, "places of rows that are taken")
    finished = register(.unsigned(bitsToHold(depth)), reset: 0, "rows that wait, all written")
    let stages = latency + positions - 1
    isWritten = (0..<stages).map { _ in register(.bit, reset: 0) }
    address = (0..<stages).map { _ in dataRegister(addressType) }
  }

  var moduleName: String { configuration.name + "_output_group_\(drain.count)" }

  var documentation: Documentation {
    let starts = drain.map(\.start)
    return Documentation(
      "Outputs of \(drain.count.counted("element")) that wait to be written, "
        + "\(depth.counted("row")) at most. A row whose drain starts has its outputs at position p "
        + "of all lines \(latency) + p cycles later.",
      latency: [
        .sentence(
          "\(latency + positions + 1) cycles from the start of a drain to the row")
      ],
      throughput: [
        .sentence("a row every cycle, \(positions.counted("cycle")) for one element alone")
      ],
      reset: [.sentence("no row"), .value(0, of: rows.valid)],
      combinationalPaths: Documentation.Paths([.path(from: drain.map(\.isReady), to: starts)]))
  }

  var body: Behavior {
    starting
    writing
    leaving
  }

  /// Behind the last of `count` numbers comes the first.
  private func next(_ number: Signal, of count: Int) -> Signal {
    count == 1 << number.width ? number &+ 1 : mux(number == .number(count - 1), 0, number &+ 1)
  }

  private func isTurn(_ element: Int) -> Signal {
    positions == 1 ? Signal(1, .bit) : turn == .number(element)
  }

  @HardwareBuilder private var starting: Behavior {
    section("The element whose turn it is starts, if there is a place for its row")
    for turn in [turn, fromTurn] { turn <== next(turn, of: positions) }
    let hasRoom = wire("hasRoom", taken != .number(depth))
    for (element, drain) in drain.enumerated() {
      drain.start <== (drain.isReady && isTurn(element) && hasRoom)
    }
    let starts = wire("starts", anyOf(drain.map(\.start)))
    places.write(
      select(drain.map { $0.finished.asBits }, at: turn), at: tail, enable: starts)
    when(starts) { tail <== next(tail, of: depth) }
    isWritten[0] <== starts
    when(starts) { address[0] <== tail }
    for index in 1..<isWritten.count {
      isWritten[index] <== isWritten[index - 1]
      when(isWritten[index - 1]) { address[index] <== address[index - 1] }
    }
  }

  @HardwareBuilder private var writing: Behavior {
    section("Position p comes from the element that started that many cycles earlier")
    let lanes = turned()
    if positions == 1 { unused("turns", fromTurn) }
    for (position, memory) in storage.enumerated() {
      let stage = latency + position - 1
      memory.write(lanes[position], at: address[stage], enable: isWritten[stage])
    }
  }

  /// The bytes of each position: those of element `fromTurn - position`, modulo the positions.
  private func turned() -> [Signal] {
    let none = Signal(0, drain[0].bytes.type)
    var lanes = (0..<positions).map { position in
      let element = (positions - position) % positions
      return element < drain.count ? drain[element].bytes : none
    }
    for bit in 0..<fromTurn.width {
      let before = lanes
      lanes = lanes.indices.map { position in
        let other = (position + positions - (1 << bit) % positions) % positions
        return wire(
          "turned\(bit)_\(position)", mux(fromTurn[bit], before[other], before[position]))
      }
    }
    return lanes
  }

  @HardwareBuilder private var leaving: Behavior {
    section("Rows leave in the order in which they started")
    let advances = wire("advances", !isFetched || rows.ready)
    let isThere = wire("isThere", finished != 0)
    let fetches = wire("fetches", advances && isThere)
    let isFinished = isWritten[isWritten.count - 1]
    let starts = isStarted
    when(advances) { isFetched <== isThere }
    when(fetches) { head <== next(head, of: depth) }
    count(finished, up: isFinished, down: fetches)
    count(taken, up: starts, down: fetches)
    for memory in storage + [places] { memory.read(at: head, enable: fetches) }
    rows.valid <== isFetched
    let row = places.readData.asBundle(like: drain[0].finished)
    rows.payload.place <== row.place
    rows.payload.chunk <== row.chunk
    rows.payload.word <== word
    claim("PlacesSuffice", finished <= taken)
    if taken.type.range?.contains(depth + 1) == true {
      claim("DepthSuffices", taken <= .number(depth))
    }
  }

  private var isStarted: Signal { anyOf(drain.map(\.start)) }

  private func count(_ level: Signal, up: Signal, down: Signal) {
    when(up && !down) { level <== level &+ 1 }
      .elseWhen(down && !up) { level <== level &- 1 }
  }

  /// Features in their order: those of a line side by side.
  private var word: Signal {
    let bytes = storage.map { $0.readData.lanes(of: NumberFormats.operandBits) }
    let inOrder = (0..<configuration.linesPerElement).flatMap { line in
      (0..<positions).map { bytes[$0][line] }
    }
    return concatenate(inOrder.reversed())
  }
}
