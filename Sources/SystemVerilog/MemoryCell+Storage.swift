import HardwareIR

extension MemoryCell {
  /// A port as the cell's processes see it.
  struct CellPort {
    /// What tells its signals from those of other ports.
    var label: String
    var address: String
    /// Of a port that reads.
    var readEnable: String?
    var readData = ""
    /// Of a port that writes: when it does so, for a word that is written whole.
    var writeEnable: String?
    var writeData = ""
    var writeMask = ""
  }

  var ports: [CellPort] {
    switch memory.kind {
    case .rom: [Self.reader]
    case .oneReadOneWrite:
      [
        CellPort(
          label: "", address: "waddr_i", writeEnable: "we_i", writeData: "wdata_i",
          writeMask: "wmask_i"), Self.reader,
      ]
    case .twoReadWrite:
      ["a", "b"].map {
        CellPort(
          label: $0 + "_", address: "\($0)_addr_i", readEnable: "\($0)_en_i",
          readData: "\($0)_rdata_o", writeEnable: "\($0)_en_i && \($0)_we_i",
          writeData: "\($0)_wdata_i", writeMask: "\($0)_wmask_i")
      }
    }
  }

  private static let reader = CellPort(
    label: "", address: "raddr_i", readEnable: "re_i", readData: "rdata_o")

  /// Why storage is written by a plain `always`, where it is: a variable that is set in `always_ff`
  /// is set nowhere else.
  private var reasonForPlainAlways: String? {
    if memory.kind == .rom { return nil }
    if isMasked || memory.kind == .twoReadWrite {
      return "Not always_ff: several processes write to the storage."
    }
    return memory.hasContents ? "Not always_ff: the storage has initial contents." : nil
  }

  // MARK: Collisions

  /// Declares what two ports that read and write know of each other.
  func writeCollision(_ out: inout TextWriter) {
    let bitType = "logic".padded(to: wordType.count)
    out.line("\(bitType) is_same_address;")
    if !isMasked { declareWrites(&out, bitType) }
    out.line()
    out.line("assign is_same_address = a_addr_i == b_addr_i;")
    if !isMasked { assignWrites(&out) }
  }

  private func declareWrites(_ out: inout TextWriter, _ bitType: String = "logic") {
    for port in ports { out.line("\(bitType) \(port.label)writes;") }
  }

  /// When each port writes: what both write comes from port b alone.
  private func assignWrites(_ out: inout TextWriter) {
    for port in ports.reversed() {
      let mask = isMasked ? " && \(port.writeMask)[lane]" : ""
      let collision = port.label == "a_" ? " && !(b_writes && is_same_address)" : ""
      out.line("assign \(port.label)writes = \(port.writeEnable ?? "")\(mask)\(collision);")
    }
  }

  // MARK: Processes

  /// Writing, and reading where whole words are read.
  func writeProcesses(of port: CellPort, _ out: inout TextWriter) {
    writeWriting(by: port, lane: "", &out)
    if port.readEnable != nil { writeReading(by: port, lane: "", &out) }
  }

  /// A process for each lane and port; lanes of what is read only where a write changes it.
  func writeLanes(_ out: inout TextWriter) {
    out.line("for (genvar lane = 0; lane < \(laneCount); lane++) begin : gen_lane")
    out.indented { out in
      out.line("localparam int Low = lane * \(laneWidth);")
      if memory.kind == .twoReadWrite { declareWrites(&out) } else { out.line("logic writes;") }
      out.line()
      if memory.kind == .twoReadWrite {
        assignWrites(&out)
      } else {
        out.line("assign writes = we_i && wmask_i[lane];")
      }
      out.line()
      for port in ports {
        writeWriting(by: port, lane: "[Low+:\(laneWidth)]", &out)
        if isWriteFirst, port.readEnable != nil {
          writeReading(by: port, lane: "[Low+:\(laneWidth)]", &out)
        }
      }
    }
    out.endScope("end")
    out.line()
    guard !isWriteFirst else { return }
    for port in ports where port.readEnable != nil { writeReading(by: port, lane: "", &out) }
  }

  private func writeWriting(by port: CellPort, lane: String, _ out: inout TextWriter) {
    guard let enable = port.writeEnable else { return }
    let isNamed = isMasked || memory.kind == .twoReadWrite
    let condition = isNamed ? port.label + "writes" : enable
    if let reason = reasonForPlainAlways, port.label != "b_" { out.comment(reason) }
    out.line("\(reasonForPlainAlways == nil ? "always_ff" : "always") @(posedge clk_i) begin")
    out.line("  if (\(condition)) begin")
    out.line("    storage[\(port.address)]\(lane) <= \(port.writeData)\(lane);")
    out.line("  end")
    out.line("end")
    out.line()
  }

  private func writeReading(by port: CellPort, lane: String, _ out: inout TextWriter) {
    guard let enable = port.readEnable else { return }
    let stored = "storage[\(port.address)]\(lane)"
    let choices = newData(for: port).map { "\($0.condition) ? \($0.data)\(lane)" }
    out.line("always_ff @(posedge clk_i) begin")
    out.line("  if (\(enable)) begin")
    let line = "    \(port.readData)\(lane) <= "
    let value = (choices + [stored]).joined(separator: " : ")
    if line.count + value.count + 1 <= out.room {
      out.line("\(line)\(value);")
    } else {
      out.line(line.trimmingTrailingSpaces())
      for choice in choices { out.line("      \(choice) :") }
      out.line("      \(stored);")
    }
    out.line("  end")
    out.line("end")
    out.line()
  }

  /// What a port of a write-first memory reads instead of the stored word, and when.
  private func newData(for port: CellPort) -> [(condition: String, data: String)] {
    guard isWriteFirst else { return [] }
    switch memory.kind {
    case .rom: return []
    case .oneReadOneWrite:
      let writes = isMasked ? "writes" : "we_i"
      return [("\(writes) && waddr_i == raddr_i", "wdata_i")]
    case .twoReadWrite:
      let other = ports.first { $0.label != port.label } ?? port
      return [
        ("\(port.label)writes", port.writeData),
        ("\(other.label)writes && is_same_address", other.writeData),
      ]
    }
  }
}
