/// What instances take with all that is in them.
struct InstanceAreas {
  private let mapping: Mapping
  private let library: CellLibrary
  private let table: MemoryTable?
  private let modules: Set<String>

  init(_ mapping: Mapping, _ library: CellLibrary, table: MemoryTable?) {
    self.mapping = mapping
    self.library = library
    self.table = table
    modules = Set(mapping.modules.keys)
  }

  private struct Sum {
    var area = 0.0
    var memoryArea = 0.0
    var cells = 0
  }

  /// The top, and all below it.
  func instances(of top: String) throws -> [SynthesisReport.Instance] {
    [instance(top, path: top, count: 1)] + (try children(of: top, path: ""))
  }

  private func children(
    of name: String, path: String
  ) throws -> [SynthesisReport.Instance] {
    let children = try mapping.modules[name]?.children(modules) ?? []
    var seen: Set<String> = []
    return try children.filter { seen.insert($0.module).inserted }.flatMap { child in
      let place = path.isEmpty ? child.name : "\(path).\(child.name)"
      let count = children.count { $0.module == child.module }
      return [instance(child.module, path: place, count: count)]
        + (try self.children(of: child.module, path: place))
    }
  }

  private func instance(
    _ module: String, path: String, count: Int
  ) -> SynthesisReport.Instance {
    let sum = sum(of: module)
    return SynthesisReport.Instance(
      path: path, module: module, count: count, area: sum.area,
      memoryArea: table == nil ? nil : sum.memoryArea, cells: sum.cells)
  }

  private func sum(of name: String) -> Sum {
    guard let counts = mapping.modules[name]?.counts else { return Sum() }
    return counts.reduce(into: Sum()) { sum, part in
      let count = Double(part.value)
      if let area = library.areas[part.key] {
        sum.area += area * count
        sum.cells += part.value
      } else if let macro = mapping.macros[part.key] {
        let figures = table?.figures(
          words: macro.words, widthBits: macro.widthBits, ports: macro.ports)
        sum.memoryArea += (figures?.area ?? 0) * count
      } else {
        let below = self.sum(of: part.key)
        sum.area += below.area * count
        sum.memoryArea += below.memoryArea * count
        sum.cells += below.cells * part.value
      }
    }
  }
}
