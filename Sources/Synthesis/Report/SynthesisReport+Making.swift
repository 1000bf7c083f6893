import HardwareIR

extension SynthesisReport {
  init(
    _ mapping: Mapping, _ library: CellLibrary, table: MemoryTable?, paths: [String: [TimingPath]],
    conditions: [String]
  ) throws {
    let instances = Self.instances(mapping)
    design = mapping.circuit.top.name
    self.library = library.name
    self.conditions = conditions
    var modules: [Module] = []
    var plain = 0
    var enabled = 0
    var macros: [String: Int] = [:]
    for mapped in mapping.modules.values {
      let count = instances[mapped.name] ?? 0
      let own = mapped.counts.filter { library.areas[$0.key] != nil }
      for (name, number) in mapped.counts where mapping.macros[name] != nil {
        macros[name, default: 0] += number * count
      }
      plain += mapped.plainBits * count
      enabled += mapped.enabledBits * count
      modules.append(
        Module(
          name: mapped.name, instances: count,
          area: own.reduce(0) { $0 + (library.areas[$1.key] ?? 0) * Double($1.value) },
          cells: own.values.reduce(0, +), share: 0, paths: paths[mapped.name] ?? []))
    }
    let logic = modules.reduce(0) { $0 + $1.area * Double($1.instances) }
    for index in modules.indices where logic > 0 {
      modules[index].share = modules[index].area * Double(modules[index].instances) / logic
    }
    self.modules = modules.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
    logicArea = logic
    cells = modules.reduce(0) { $0 + $1.cells * $1.instances }
    memories = macros.sorted { $0.key < $1.key }.compactMap { name, count in
      guard let macro = mapping.macros[name], count > 0 else { return nil }
      return Memory(
        name: name, words: macro.words, widthBits: macro.widthBits, instances: count,
        figures: table?.figures(
          words: macro.words, widthBits: macro.widthBits, ports: macro.ports))
    }
    memoryArea =
      table == nil
      ? nil : memories.reduce(0) { $0 + ($1.figures?.area ?? 0) * Double($1.instances) }
    memoryCycle = memories.compactMap { $0.figures?.cycle }.max()
    longestPath = paths[design]?.first?.delay
    plainRegisterBits = plain
    enabledRegisterBits = enabled
    openRegisters = mapping.modules.values.flatMap { mapped in
      mapped.openRegisters.map { name, bits in
        OpenRegister(
          module: mapped.name, name: name, bits: bits * (instances[mapped.name] ?? 0))
      }
    }.sorted { ($1.bits, $0.module, $0.name) < ($0.bits, $1.module, $1.name) }
    leftOut = mapping.leftOut
    let areas = InstanceAreas(mapping, library, table: table)
    self.instances = try areas.instances(of: design)
  }

  /// How often each module stands in the design.
  private static func instances(_ mapping: Mapping) -> [String: Int] {
    var result = [mapping.circuit.top.name: 1]
    // Parents come after their children.
    for module in mapping.circuit.modules.reversed() {
      guard let count = result[module.name], let mapped = mapping.modules[module.name] else {
        continue
      }
      for (name, number) in mapped.counts where mapping.modules[name] != nil {
        result[name, default: 0] += number * count
      }
    }
    return result
  }
}
