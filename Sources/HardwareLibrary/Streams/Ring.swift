import HardwareDSL

/// How positions in a ring of slots are counted: the slot in the low bits, and above them a bit
/// that changes with every lap. Positions of the same slot are equal where nothing is between them,
/// and differ in that bit where the ring is full.
struct Ring: Hashable {
  let depth: Int

  /// - Parameter depth: At least 1.
  init(_ depth: Int) { self.depth = depth }

  private var slotBits: Int { bitsToHold(depth - 1) }
  /// How many words there is room for, for a reader.
  var words: String { depth == 1 ? "1 word" : "\(depth) words" }
  var isPowerOfTwo: Bool { depth == 1 << slotBits }

  var position: HardwareType { .unsigned(slotBits + 1) }
  /// Of a number of slots that are taken, from 0 to all.
  var level: HardwareType { .unsigned(bitsToHold(depth)) }

  func slot(of position: Signal) -> Signal { position.truncated(to: slotBits) }

  func next(_ position: Signal) -> Signal {
    guard !isPowerOfTwo else { return position &+ 1 }
    let nextLap = concatenate(!position[slotBits], Signal(0, .bits(slotBits))).asUnsigned
    return mux(slot(of: position) == .number(depth - 1), nextLap, position &+ 1)
  }

  /// The position of the word that comes so many behind another, at most the depth.
  func position(_ position: Signal, plus count: Signal) -> Signal {
    guard !isPowerOfTwo else { return position &+ count.extended(to: self.position.width) }
    let sum = slot(of: position) + count
    let wraps = sum >= .number(depth)
    let slot = mux(wraps, sum &- .number(depth), sum).truncated(to: slotBits)
    return concatenate(position[slotBits] ^ wraps, slot).asUnsigned
  }

  /// Whether a position is one: of a slot that there is.
  func exists(_ position: Signal) -> Signal { slot(of: position) <= .number(depth - 1) }

  func hasRoom(from head: Signal, to tail: Signal) -> Signal {
    head ^ tail != Signal(1 << slotBits, position)
  }

  /// How many slots are taken.
  func count(from head: Signal, to tail: Signal) -> Signal {
    distance(from: head, to: tail).truncated(to: level.width)
  }

  /// How many words lie between two positions. One that lies before the head is further away than
  /// there are slots.
  func distance(from head: Signal, to tail: Signal) -> Signal {
    let difference = tail &- head
    guard !isPowerOfTwo else { return difference }
    let excess = Signal((1 << slotBits) - depth, position)
    return mux(head[slotBits] != tail[slotBits], difference &- excess, difference)
  }

  /// What holds of positions, whatever happens.
  @HardwareBuilder func claimSlots(from head: Signal, to tail: Signal) -> Behavior {
    if depth > 1 {
      claim(
        "LevelInRange", distance(from: head, to: tail) <= .number(depth),
        "no more words wait than there is room for")
    }
    if !isPowerOfTwo {
      claim(
        "SlotsExist", allOf([head, tail].map(exists)),
        "positions are those of slots")
    }
  }

  /// One of the words that lie in the slots. Beyond the last slot any word will do.
  func word<Payload: SignalBundle>(
    at position: Signal, of words: [Payload]
  ) -> BundleValue<Payload> {
    let spare = Array(repeating: words[words.count - 1], count: (1 << slotBits) - words.count)
    return select(words + spare, at: slot(of: position))
  }
}
