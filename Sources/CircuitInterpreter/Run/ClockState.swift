import HardwareIR

/// One clock of a simulation: when it has its edges, and what they change.
///
/// It holds nothing that is counted, since every cycle asks it: an array here, or in the kernel
/// around it, costs an idle cycle half of its speed.
struct ClockState {
  private(set) var period = 1
  private var cyclesToEdge = 0
  /// Whether the domain was in reset when the present cycle began.
  private(set) var isReset = false

  private let resetSlot: Int?
  /// The value of an active reset.
  private let activeReset: UInt64
  private let resetStyle: ResetStyle
  private let firstRegister: Int
  private let registerCount: Int
  /// Registers with a reset come first.
  private let resetCount: Int
  private let next: UnsafeMutablePointer<Int32>
  private let resetValues: UnsafeMutablePointer<UInt64>

  /// To be deallocated.
  init(
    _ registers: CompiledCircuit.Registers, resetSlot: Int?, resetLevel: ResetLevel,
    resetStyle: ResetStyle
  ) {
    self.resetSlot = resetSlot
    activeReset = resetLevel == .high ? 1 : 0
    self.resetStyle = resetStyle
    firstRegister = registers.firstSlot
    registerCount = registers.next.count
    resetCount = registers.resetCount
    next = .allocate(capacity: max(1, registers.next.count))
    next.initialize(from: registers.next, count: registers.next.count)
    resetValues = .allocate(capacity: max(1, registers.resetValues.count))
    resetValues.initialize(from: registers.resetValues, count: registers.resetValues.count)
  }

  func deallocate() {
    next.deallocate()
    resetValues.deallocate()
  }

  // MARK: Time

  /// Whether the present cycle ends with an edge of this clock.
  var hasEdge: Bool { cyclesToEdge == 0 }

  /// Whether it is an edge outside reset.
  var isLive: Bool { hasEdge && !isReset }

  /// From cycle `now` on, the edges are those that are `phase` modulo `period`.
  mutating func set(period: Int, phase: Int, now: Int) {
    self.period = period
    cyclesToEdge = (phase + period - now % period) % period
  }

  mutating func beginCycle(_ values: Slots) { isReset = isInReset(values) }

  mutating func endCycle() { cyclesToEdge = (hasEdge ? period : cyclesToEdge) - 1 }

  // MARK: Reset

  func assertReset(_ values: Slots) {
    if let resetSlot { values[resetSlot] = activeReset }
  }

  func releaseReset(_ values: Slots) {
    if let resetSlot { values[resetSlot] = 1 - activeReset }
  }

  /// While an asynchronous reset is active, registers with a reset hold its value, whatever the
  /// clock does.
  func holdReset(_ values: Slots) {
    if resetStyle == .asynchronous, isInReset(values) { _ = takeResetValues(values) }
  }

  /// Returns the bits that changed, of all words.
  private func takeResetValues(_ values: Slots) -> UInt64 {
    var changes: UInt64 = 0
    let registers = values + firstRegister
    for index in 0..<resetCount {
      changes |= registers[index] ^ resetValues[index]
      registers[index] = resetValues[index]
    }
    return changes
  }

  private func isInReset(_ values: Slots) -> Bool {
    resetSlot.map { values[$0] == activeReset } ?? false
  }

  // MARK: Edge

  /// The slots of the registers that an edge changes.
  var changedSlots: Range<Int> {
    (firstRegister + (isReset ? resetCount : 0))..<(firstRegister + registerCount)
  }

  /// Gives the registers their next values, in a synchronous reset those of the reset. Returns the
  /// bits that changed, of all words.
  func edge(_ values: Slots) -> UInt64 {
    var changes: UInt64 = 0
    if isReset, resetStyle == .synchronous { changes |= takeResetValues(values) }
    let registers = values + firstRegister
    for index in (isReset ? resetCount : 0)..<registerCount {
      let word = values[Int(next[index])]
      changes |= registers[index] ^ word
      registers[index] = word
    }
    return changes
  }
}
