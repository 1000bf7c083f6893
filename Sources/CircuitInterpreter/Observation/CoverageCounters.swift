/// Counts branches and toggles of one simulation.
struct CoverageCounters {
  private let compiled: CompiledCircuit
  private let firstRegister: Int
  private let branchSlots: [Int32]
  private var hits: [Int]
  private var before: [UInt64]
  private var rising: [UInt64]
  private var falling: [UInt64]

  init(_ compiled: CompiledCircuit) {
    self.compiled = compiled
    firstRegister = compiled.registers.first?.firstSlot ?? 0
    branchSlots = compiled.branches.flatMap(\.slots)
    hits = [Int](repeating: 0, count: branchSlots.count)
    before = [UInt64](
      repeating: 0, count: compiled.registers.reduce(0) { $0 + $1.next.count })
    rising = before
    falling = before
  }

  mutating func countBranches(_ machine: Machine) {
    for index in hits.indices { hits[index] &+= Int(machine.values[branchSlots[index]]) }
  }

  mutating func keepRegisters(_ machine: Machine) {
    let registers = machine.values + firstRegister
    for index in before.indices { before[index] = registers[index] }
  }

  /// What an edge changed outside reset, in the slots of its registers; what the reset itself
  /// changes shows no function.
  mutating func countToggles(_ machine: Machine, _ slots: Range<Int>) {
    let registers = machine.values + firstRegister
    for index in (slots.lowerBound - firstRegister)..<(slots.upperBound - firstRegister) {
      let now = registers[index]
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
    var rest = hits[...]
    for instance in compiled.branches {
      guard let module = indexOfModule[instance.module] else { continue }
      for (index, count) in rest.prefix(instance.slots.count).enumerated() {
        result.modules[module].branches[index].hits += count
      }
      rest = rest.dropFirst(instance.slots.count)
    }
    for instance in compiled.flat.instances {
      guard let module = indexOfModule[instance.plan.module.name] else { continue }
      for (index, register) in result.modules[module].registers.enumerated() {
        guard let local = instance.plan.index[register.name] else { continue }
        let start =
          Int(compiled.slotOfSignal[instance.firstSignal + local]) - firstRegister
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
