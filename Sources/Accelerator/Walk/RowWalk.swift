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

/// A slot as it is shown to a walk, and what its entry needs.
struct ShownSlot: SignalBundle {
  let slot: Valid<SlotEntry>
  let arrived: Arrivals
  let room: WalkRoom
  let passes: Signal
}

extension ShownSlot {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    slot = Valid(field, "a slot is shown") { SlotEntry($0, configuration) }
    arrived = Arrivals(field, configuration)
    room = WalkRoom(field)
    passes = field(.bit, "the slot that is shown passes on")
  }
}

/// Walks through the rows of an element, an entry a slot: for scores, or for outputs.
final class RowWalk: Module {
  let row: ReadyValid<WalkedRow>
  let shown: ShownSlot

  let ready = output(.bit, "the slot may pass: it is idle here, or its entry has all that it needs")
  let takes = output(.bit, "an entry passes with the slot")
  let endsRow = output(.bit, "it is its row's last")
  let pending: Valid<WalkedEntry>

  let isHeld = register(.bit, reset: 0)
  let held: WalkedRow
  let atRowStart = dataRegister(.bit)
  let atRowEnd = dataRegister(.bit, "the next entry is the row's last")
  let isPending = register(.bit, reset: 0)
  let passed: WalkedEntry

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    row = .input { WalkedRow($0, configuration) }
    shown = ShownSlot(.input(), configuration)
    pending = Valid(.output(), "the slot that passed last has an entry") {
      WalkedEntry($0, configuration)
    }
    held = WalkedRow(.dataRegister(), configuration)
    passed = WalkedEntry(.dataRegister(), configuration)
  }

  var moduleName: String {
    "row_walk_t\(configuration.capacity.tokens)_p\(configuration.keyValueBits)"
  }

  var documentation: Documentation {
    let (slot, passes) = (shown.slot, shown.passes)
    return Documentation(
      "Walk of an element through its rows: finds the operands of its entries, and waits for them.",
      latency: [
        .cycles(0, from: slot.token, shown.arrived, shown.room, to: ready),
        .cycles(0, from: passes, to: takes),
        .cycles(1, from: passes, to: pending.valid),
        .cycles(1, from: row, to: ready),
      ],
      throughput: [.one("entry", from: passes, to: takes)],
      reset: [.control, .value(0, of: pending.valid)],
      combinationalPaths: [
        .path(from: slot.token, to: ready, takes, endsRow, row.ready),
        .path(from: shown.arrived, shown.room, to: ready),
        .path(from: passes, to: takes, endsRow, row.ready),
      ])
  }

  var body: Behavior {
    section("Whether the slot may pass")
    let (slot, passes) = (shown.slot, shown.passes)
    let isIdle = wire("isIdle", slot.token.areAllSet)
    let token = wire("token", slot.token[..<configuration.tokenBits].asUnsigned)
    let hasArrived = wire("hasArrived", token < select(shown.arrived.count, at: held.tag))
    let hasRoom = shown.room.forEntry && (shown.room.forRowEnd || !atRowEnd)
    ready <== (isIdle || (isHeld && hasArrived && hasRoom))
    claim("PassesWhenReady", !passes || (slot.valid && ready), "a slot passes when it is ready")

    section("Its entry")
    let isEntry = wire("isEntry", isHeld && !isIdle)
    takes <== (passes && isEntry)
    endsRow <== (takes && atRowEnd)
    when(passes) { isPending <== isEntry }
    when(takes) {
      passed
        <== WalkedEntry(
          place: (held.start &+ token).truncated(to: configuration.keyValueBits),
          first: atRowStart, last: atRowEnd)
    }
    pending <== Valid(isPending, passed)

    section("The row")
    let hasLongRows = configuration.capacity.tokens > 1
    if !hasLongRows { unused("entriesLeft", held.entries) }
    row.ready <== (!isHeld || endsRow)
    when(row.ready) { isHeld <== row.valid }
    when(row.fires) {
      held <== row.payload
      atRowStart <== 1
      atRowEnd <== (row.payload.entries == 1)
    }.elseWhen(takes) {
      held.entries <== held.entries &- 1
      atRowStart <== 0
      if hasLongRows { atRowEnd <== (held.entries == 2) }
    }
    claim("RowHasEntries", !row.fires || row.payload.entries != 0, "a row keeps an entry at least")
  }
}
