import AttentionSpec
import HardwareDSL

/// What a walk finds in a slot.
struct WalkedEntry: SignalBundle {
  let place: Signal
  let first: Signal
  let last: Signal
}

extension WalkedEntry {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = field(.unsigned(configuration.keyValueBits), "of the key, or value, in its memory")
    first = field(.bit, "the entry is its row's first")
    last = field(.bit, "the entry is its row's last")
  }
}

/// What a walk needs beside its row and the operand of its entry.
struct WalkRoom: SignalBundle {
  let forEntry: Signal
  let forRowEnd: Signal
}

extension WalkRoom {
  init(_ field: FieldMaker) {
    forEntry = field(.bit, "an entry may pass")
    forRowEnd = field(.bit, "so may a row's last entry")
  }
}

/// Walks through the rows of an element, an entry a slot: for scores, or for outputs.
final class RowWalk: Module {
  let row: ReadyValid<WalkedRow>
  let slot: Valid<SlotEntry>
  let arrived: Arrivals
  let room = WalkRoom(.input())
  let passes = input(.bit, "the slot that is shown passes on")

  let ready = output(.bit, "the slot may pass: it is idle here, or its entry has all that it needs")
  let entry: Valid<WalkedEntry>

  let isHeld = register(.bit, reset: 0)
  let held: WalkedRow
  let atRowStart = dataRegister(.bit)
  let atRowEnd = dataRegister(.bit, "the next entry is the row's last")

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    row = .input { WalkedRow($0, configuration) }
    slot = Valid(.input(), "a slot is shown") { SlotEntry($0, configuration) }
    arrived = Arrivals(.input(), configuration)
    entry = Valid(.output(), "the slot is not idle, and there is a row") {
      WalkedEntry($0, configuration)
    }
    held = WalkedRow(.dataRegister(), configuration)
  }

  var moduleName: String {
    "row_walk_t\(configuration.capacity.tokens)_p\(configuration.keyValueBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Walk of an element through its rows: finds the operands of its entries, and waits for them.",
      latency: [
        .cycles(0, from: slot.token, arrived, room, to: ready),
        .cycles(0, from: slot.token, to: entry.place),
        .cycles(1, from: row, to: ready),
      ],
      throughput: [.one("entry", from: passes, to: entry.first, entry.last)],
      reset: [.control],
      combinationalPaths: [
        .path(from: slot.token, to: ready, entry.valid, entry.place, row.ready),
        .path(from: arrived, room, to: ready), .path(from: passes, to: row.ready),
      ])
  }

  var body: Behavior {
    section("Whether the slot may pass")
    let isIdle = wire("isIdle", slot.token.areAllSet)
    let token = wire("token", slot.token[..<configuration.tokenBits].asUnsigned)
    let hasArrived = wire("hasArrived", token < select(arrived.count, at: held.tag))
    let hasRoom = room.forEntry && (room.forRowEnd || !atRowEnd)
    ready <== (isIdle || (isHeld && hasArrived && hasRoom))
    claim("PassesWhenReady", !passes || (slot.valid && ready), "a slot passes when it is ready")

    section("Its entry")
    let isEntry = wire("isEntry", isHeld && !isIdle)
    entry
      <== Valid(
        isEntry,
        WalkedEntry(
          place: (held.start &+ token).truncated(to: configuration.keyValueBits),
          first: atRowStart, last: atRowEnd))

    section("The row")
    let takes = wire("takes", passes && isEntry)
    row.ready <== (!isHeld || (takes && atRowEnd))
    when(row.ready) { isHeld <== row.valid }
    when(row.fires) {
      held <== row.payload
      atRowStart <== 1
      atRowEnd <== (row.payload.entries == 1)
    }.elseWhen(takes) {
      held.entries <== held.entries &- 1
      atRowStart <== 0
      atRowEnd <== (held.entries == 2)
    }
    claim("RowHasEntries", !row.fires || row.payload.entries != 0, "a row keeps an entry at least")
  }
}
