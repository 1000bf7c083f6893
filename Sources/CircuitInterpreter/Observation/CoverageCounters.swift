/// Counts branches and toggles of one simulation.
struct CoverageCounters {
  private let compiled: CompiledCircuit
  private var hits: [[Int]]
  private var before: [UInt64]
  private var rising: [UInt64]
  private var falling: [UInt64]

  init(_ compiled: CompiledCircuit) {
    self.compiled = compiled
    hits = compiled.branches.map { [Int](repeating: 0, count: $0.slots.count) }
    before = [UInt64](repeating: 0, count: compiled.registers.next.count)
    rising = before
    falling = before
  }

  mutating func countBranches(_ machine: Machine) {
    for (instance, branches) in compiled.branches.enumerated() {
      for (index, slot) in branches.slots.enumerated() {
        hits[instance][index] += Int(machine.values[Int(slot)])
      }
    }
  }

  mutating func keepRegisters(_ machine: Machine) {
    for index in before.indices {
      before[index] = machine.values[compiled.registers.firstSlot + index]
    }
  }

  /// What the edge changed outside reset; what the reset itself changes shows no function.
  mutating func countToggles(_ machine: Machine, isReset: Bool) {
    guard !isReset else { return }
    for index in before.indices {
      let now = machine.values[compiled.registers.firstSlot + index]
      rising[index] |= now & ~before[index]
      falling[index] |= before[index] & ~now
    }
  }

  var coverage: Coverage {
    var result = Coverage(compiled.circuit)
    var indexOfModule: [String: Int] = [:]
    for (index, module) in compiled.circuit.modules.enumerated() {
      indexOfModule[module.name] = index
    }
    for (instance, branches) in compiled.branches.enumerated() {
      guard let module = indexOfModule[branches.module] else { continue }
      for (index, count) in hits[instance].enumerated() {
        result.modules[module].branches[index].hits += count
      }
    }
    for instance in compiled.flat.instances {
      guard let module = indexOfModule[instance.plan.module.name] else { continue }
      for (index, register) in result.modules[module].registers.enumerated() {
        guard let local = instance.plan.index[register.name] else { continue }
        let start =
          Int(compiled.slotOfSignal[instance.firstSignal + local]) - compiled.registers.firstSlot
        let unused = UInt64(register.rising.count * 64 - register.widthBits)
        func words(_ all: [UInt64]) -> [UInt64] {
          var words = Array(all[start..<(start + register.rising.count)])
          words[words.count - 1] = (words[words.count - 1] << unused) >> unused
          return words
        }
        result.modules[module].registers[index].add(rising: words(rising), falling: words(falling))
      }
    }
    return result
  }
}
