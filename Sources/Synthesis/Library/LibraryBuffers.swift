/// The buffers of a library: which one stands for all others, and which are made for delay.
struct LibraryBuffers {
  struct Buffer {
    var cell: String
    var area: Double
    /// In the file's unit of capacitance, as `drive`, which is the most that it may be loaded with;
    /// nil where the file does not say.
    var inputLoad: Double
    var drive: Double?
  }

  /// The smallest buffer that drives as much as half of the cells do; where no buffer states what
  /// it drives, the smallest.
  let driver: Buffer?
  /// Those that drive less than half of what is usual, or are half as large again as another that
  /// drives as much. A buffer that does not state what it drives is none of them.
  let delayCells: [String]

  /// - Parameter cells: The groups of the library's cells.
  init(_ cells: [LibertyText.Group]) {
    let drives = cells.flatMap(\.groups).compactMap { pin in
      pin.values["direction"] == "output" ? Double(pin.values["max_capacitance"] ?? "") : nil
    }.sorted()
    let usual = drives.isEmpty ? 0 : drives[(drives.count - 1) / 2]
    let buffers = cells.compactMap(Buffer.init)
    let judged = buffers.compactMap { buffer in buffer.drive.map { (buffer: buffer, drive: $0) } }
    let able = judged.filter { $0.drive >= usual }.map(\.buffer)
    driver = (judged.isEmpty ? buffers : able).min { ($0.area, $0.cell) < ($1.area, $1.cell) }
    delayCells = judged.filter { buffer, drive in
      drive < usual / 2
        || judged.contains { $0.drive >= drive && $0.buffer.area * 1.5 < buffer.area }
    }.map(\.buffer.cell).sorted()
  }
}

extension LibraryBuffers.Buffer {
  /// - Returns: nil for a cell that is no buffer.
  fileprivate init?(_ cell: LibertyText.Group) {
    let pins = cell.groups.filter { $0.kind == "pin" }
    let inputs = pins.filter { $0.values["direction"] == "input" }
    let outputs = pins.filter { $0.values["direction"] == "output" }
    guard inputs.count == 1, outputs.count == 1, outputs[0].values["three_state"] == nil,
      outputs[0].values["function"]?.filter({ !"()".contains($0) }) == inputs[0].name,
      let input = Double(inputs[0].values["capacitance"] ?? ""), input > 0,
      let area = Double(cell.values["area"] ?? "")
    else { return nil }
    self.init(
      cell: cell.name, area: area, inputLoad: input,
      drive: Double(outputs[0].values["max_capacitance"] ?? ""))
  }
}
