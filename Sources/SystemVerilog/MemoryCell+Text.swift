import HardwareIR

extension MemoryCell {
  func file(owner: String?, banner: [String]) -> EmittedFile {
    var out = TextWriter()
    for line in contract(owner: owner) { out.comment(line) }
    if !banner.isEmpty {
      out.line("//")
      for line in banner { out.comment(line) }
    }
    writeInterface(&out)
    out.indented { out in
      out.line("\(wordType) storage [\(depth)];")
      if memory.kind == .twoReadWrite { writeCollision(&out) }
      out.line()
      writeContents(&out)
      if isMasked, memory.kind != .rom {
        writeLanes(&out)
      } else {
        for port in ports { writeProcesses(of: port, &out) }
      }
    }
    out.endScope("endmodule")
    return EmittedFile(name: name + ".sv", text: out.text)
  }

  // MARK: Contract

  private func contract(owner: String?) -> [String] {
    let size = "\(memory.depth) words of \(memory.word.width) bits"
    var lines = [
      "Memory" + (owner.map { " '\(memory.name)' of \($0): \(size)" } ?? "") + " with \(portText)."
    ]
    let address = memory.kind == .twoReadWrite ? "an address to its rdata_o" : "raddr_i to rdata_o"
    let idle = memory.kind == .twoReadWrite ? "the port is not enabled" : "re_i is 0"
    lines.append("Latency: 1 cycle from \(address), which holds while \(idle).")
    if memory.kind != .rom { lines += writeRules }
    lines.append(
      memory.hasContents
        ? "Replace this cell with a macro of the technology that holds the same words."
        : "Replace this cell with a macro of the technology; no other file describes storage.")
    return lines
  }

  private var portText: String {
    switch memory.kind {
    case .rom: "one read port"
    case .oneReadOneWrite: "one write port and one read port on one clock"
    case .twoReadWrite: "two ports on one clock, each of which reads or writes"
    }
  }

  private var writeRules: [String] {
    var lines: [String] = []
    if isMasked {
      lines.append("Write: the lanes of \(laneWidth) bits whose bit of the mask is 1.")
    }
    let contents =
      memory.hasContents ? "Reset changes no word." : "Contents are undefined until written."
    let word =
      switch (isWriteFirst, isMasked) {
      case (false, _): "the old word"
      case (true, false): "the new word"
      case (true, true): "the new word, as far as its lanes are written"
      }
    if memory.kind == .twoReadWrite {
      lines.append("Read under write, by either port: \(word). \(contents)")
      lines.append(
        "Two writes of one \(isMasked ? "lane" : "word") in a cycle: that of port b counts.")
    } else {
      lines.append("Read under write: \(word). \(contents)")
    }
    return lines
  }

  // MARK: Interface

  private func writeInterface(_ out: inout TextWriter) {
    if parameters.isEmpty {
      out.line("module \(name) (")
    } else {
      out.line("module \(name) #(")
      let defaults = ["Width": 8, "Depth": 2, "AddressWidth": 1, "LaneWidth": 4]
      for (index, parameter) in parameters.enumerated() {
        let comma = index + 1 < parameters.count ? "," : ""
        let value = defaults[parameter.name] ?? 1
        out.indented { $0.line("parameter int \(parameter.name) = \(value)\(comma)") }
      }
      out.line(") (")
    }
    let groups = pins
    let typeWidth = groups.joined().map(\.type.count).max() ?? 0
    for (group, pins) in groups.enumerated() {
      if group > 0 { out.line() }
      for (index, pin) in pins.enumerated() {
        let isLast = group + 1 == groups.count && index + 1 == pins.count
        out.indented {
          $0.line(
            "\(pin.isInput ? "input " : "output") \(pin.type.padded(to: typeWidth)) "
              + "\(pin.name)\(isLast ? "" : ",")")
        }
      }
    }
    out.line(");")
  }

  // MARK: Contents

  private func writeContents(_ out: inout TextWriter) {
    guard memory.hasContents else { return }
    for (index, word) in memory.initial.enumerated() {
      let pieces = Self.literals(word)
      guard pieces.count > 1 else {
        out.line("initial storage[\(index)] = \(pieces[0]);")
        continue
      }
      out.line("initial storage[\(index)] = {")
      for (number, piece) in pieces.enumerated() {
        out.line("  \(piece)\(number + 1 < pieces.count ? "," : "")")
      }
      out.line("};")
    }
    // Yosys 0.23 takes time by the square of the words of one process.
    for low in stride(from: memory.initial.count, to: memory.depth, by: Self.zerosPerProcess) {
      let high = min(low + Self.zerosPerProcess, memory.depth)
      out.line("initial for (int word = \(low); word < \(high); word++) storage[word] = '0;")
    }
    out.line()
  }

  private static let zerosPerProcess = 256
  private static let bitsPerLine = 256

  /// A word as literals that fit a line, the most significant first.
  private static func literals(_ word: BitPattern) -> [String] {
    let digits = Array(word.hexadecimal)
    var pieces: [String] = []
    var low = 0
    while low < word.width {
      let width = min(bitsPerLine, word.width - low)
      let end = digits.count - low / 4
      pieces.insert("\(width)'h" + String(digits[(end - (width + 3) / 4)..<end]), at: 0)
      low += width
    }
    return pieces
  }
}
