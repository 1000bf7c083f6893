/// Names are legal, unique in their module and not reserved by SystemVerilog.
enum NameCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: [String: SourceLocation?] = [:]
    let named =
      module.ports.map { ($0.name, $0.location) } + module.wires.map { ($0.name, $0.location) }
      + module.registers.map { ($0.name, $0.location) }
      + module.instances.map { ("u_" + $0.name, $0.location) }
      + module.memories.map { ("u_" + $0.name, $0.location) }
      + nextValues(of: module)
      + module.enumerations.map { ($0.name, module.place(of: $0)) } + properties(of: module)
    if MemoryDefinition.commonCellNames.contains(module.printedName) {
      found.append(
        Diagnostic(
          .name, "'\(module.printedName)' is the name of a memory cell; rename the module",
          at: module.location))
    }
    for (name, location) in [(module.printedName, module.location)] + named {
      if let problem = problem(with: name) {
        found.append(
          Diagnostic(
            .name, "'\(name)' in \(module.printedName) \(problem); rename it", at: location))
      } else if seen.updateValue(location, forKey: name) != nil {
        let clocking = module.clocking.first { $0.name == name }
        let problem =
          clocking.map {
            "is the \($0.role == .clock ? "clock" : "reset") of \($0.domain) of \(module.name), "
              + "and declared again; rename the signal"
          } ?? "is declared twice in \(module.name); rename one"
        found.append(Diagnostic(.name, "'\(name)' \(problem)", at: location))
      }
    }
    return found
  }

  /// The names `..._d` of the next values of registers, as far as a register has one.
  private static func nextValues(of module: ModuleDefinition) -> [(String, SourceLocation?)] {
    let mixed = Set(
      module.processes().filter { $0.kind == .combinational }.flatMap(\.targets))
    return module.registers.filter { mixed.contains($0.name) && $0.name.hasSuffix("_q") }
      .map { ($0.name.dropLast(2) + "_d", $0.location) }
  }

  private static func properties(of module: ModuleDefinition) -> [(String, SourceLocation?)] {
    module.statements.compactMap { statement in
      guard case .property(let property) = statement else { return nil }
      return (property.label, property.location)
    }
  }

  static func problem(with name: String) -> String? {
    guard let first = name.utf8.first, isLetter(first),
      name.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") })
    else { return "is not an identifier" }
    return reserved.contains(name) ? "is a reserved word of SystemVerilog" : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Reserved words that lower-case names can meet (IEEE 1800-2017, annex B).
  private static let reserved: Set<String> = [
    "accept_on", "alias", "always", "always_comb", "always_ff", "always_latch", "and", "assert",
    "assign", "assume", "automatic", "before", "begin", "bind", "bins", "binsof", "bit", "break",
    "buf", "bufif0", "bufif1", "byte", "case", "casex", "casez", "cell", "chandle", "checker",
    "class", "clocking", "cmos", "config", "const", "constraint", "context", "continue", "cover",
    "covergroup", "coverpoint", "cross", "deassign", "default", "defparam", "design", "disable",
    "dist", "do", "edge", "else", "end", "endcase", "endclass", "endfunction", "endgenerate",
    "endinterface", "endmodule", "endpackage", "endproperty", "endtask", "enum", "event",
    "eventually", "expect", "export", "extends", "extern", "final", "for", "force", "foreach",
    "forever", "fork", "function", "generate", "genvar", "global", "highz0", "highz1", "if", "iff",
    "ifnone", "ignore_bins", "implements", "implies", "import", "include", "initial", "inout",
    "input", "inside", "instance", "int", "integer", "interconnect", "interface", "intersect",
    "join", "large", "let", "liblist", "library", "local", "localparam", "logic", "longint",
    "macromodule", "matches", "medium", "modport", "module", "nand", "negedge", "nettype", "new",
    "nexttime", "nmos", "nor", "not", "notif0", "notif1", "null", "or", "output", "package",
    "packed", "parameter", "pmos", "posedge", "primitive", "priority", "program", "property",
    "protected", "pull0", "pull1", "pure", "rand", "randc", "randcase", "real", "realtime", "ref",
    "reg", "reject_on", "release", "repeat", "restrict", "return", "s_always", "sequence",
    "shortint", "shortreal", "signed", "small", "soft", "solve", "specify", "static", "string",
    "strong", "struct", "super", "supply0", "supply1", "table", "tagged", "task", "this",
    "throughout", "time", "timeprecision", "timeunit", "tran", "tri", "tri0", "tri1", "triand",
    "trior", "trireg", "type", "typedef", "union", "unique", "unique0", "unsigned", "until", "use",
    "uwire", "var", "vectored", "virtual", "void", "wait", "wand", "weak", "while", "wildcard",
    "wire", "with", "within", "wor", "xnor", "xor",
  ]
}

extension ModuleDefinition {
  /// Where the first signal of an enumeration is declared.
  fileprivate func place(of enumeration: EnumerationType) -> SourceLocation? {
    let type = HardwareType.enumeration(enumeration)
    return wires.first { $0.type == type }?.location
      ?? registers.first { $0.type == type }?.location
  }
}
