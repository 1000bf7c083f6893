import Foundation
import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@Suite("Texts of a register map")
struct RegisterTextTests {
  private static let blinker = RegisterMap(
    "blinker", "Blinks.", addressBits: 12,
    [
      MappedRegister(
        "control", at: 0, "What it does.",
        [
          RegisterField("start", .pulse, bit: 0, "Begins."),
          RegisterField("period", .readWrite, bits: 8...23, reset: 1_000, "In cycles."),
        ]),
      MappedRegister(
        "status", at: 8, "What has happened.",
        [
          RegisterField("lit", .readOnly, bit: 0, "It is lit."),
          RegisterField("blinked", .writeOneToClear, bit: 1, "It was."),
          RegisterField("count", .counter(.saturates), bits: 16...31, "How often."),
        ]),
    ])

  @Test("The SystemVerilog of a few registers")
  func systemVerilog() throws {
    let files = SystemVerilogEmitter().emit(
      try elaborate(AXI4LiteRegisters(Self.blinker), .strict))
    let top = try #require(files.first { $0.name == "blinker_registers.sv" })
    expectSnapshot(top.text, "blinker_registers.sv")
  }

  @Test("The C header of the device")
  func header() throws { expectSnapshot(try DeviceMap.map.cHeader(), "device_registers.h") }

  @Test("The page of the device")
  func page() throws { expectSnapshot(try DeviceMap.map.markdown(), "device_registers.md") }

  /// What a program says that includes the header, twice.
  private func run(_ map: RegisterMap, _ lines: [String]) throws -> [Substring] {
    try withTemporaryFolder { folder in
      let source = """
        #include "registers.h"
        #include "registers.h"
        #include <inttypes.h>
        #include <stdio.h>

        int main(void) {
        \(lines.joined(separator: "\n"))
          return 0;
        }
        """
      for (name, text) in [("registers.h", try map.cHeader()), ("main.c", source)] {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      let built = try Tool("cc").run(
        ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "main", "main.c"],
        in: folder)
      #expect(built.status == 0 && built.output.isEmpty, "\(built.output)")
      guard built.status == 0 else { return [] }
      let run = try Tool(folder.appending(path: "main").path).run([], in: folder)
      return run.output.split(separator: "\n")
    }
  }

  @Test(
    "A C99 compiler takes the header without a word, and its numbers are those of the map",
    .enabled(if: Tool("cc").isInstalled, "cc is not installed"))
  func compiles() throws {
    let map = DeviceMap.map
    var names: [String] = []
    var numbers: [UInt64] = []
    for register in map.registers {
      let stem = "DEVICE_\(register.name.uppercased())"
      names.append("\(stem)_OFFSET")
      numbers.append(UInt64(register.offset))
      names.append("\(stem)_RESET")
      numbers.append(register.fields.reduce(0) { $0 + $1.reset << UInt64($1.bits.lowerBound) })
      for field in register.fields {
        let stem = "\(stem)_\(field.name.uppercased())"
        names += ["\(stem)_MASK", "\(stem)_SHIFT"]
        numbers.append(field.bits.reduce(0) { $0 | 1 << UInt64($1) })
        numbers.append(UInt64(field.bits.lowerBound))
        for value in field.values {
          names.append("\(stem)_\(value.name.uppercased())")
          numbers.append(value.number)
        }
      }
    }
    let printed = try run(map, names.map { "  printf(\"%\" PRIu64 \"\\n\", (uint64_t)(\($0)));" })
    #expect(printed.map { UInt64($0) } == numbers)
  }

  @Test(
    "What a sentence says changes no text around it",
    .enabled(if: Tool("cc").isInstalled, "cc is not installed"),
    arguments: [
      #"Ends */ or /* begins, "quotes" | `bars` <b> \ and %d // too"#, #"A trigraph ??/ and \"#,
      "Gr\u{f6}\u{df}er als 3 \u{b5}m, \u{2192} `define X *", "*", "/",
      "Less <% more %> or <%=7%>", "`include \"x\"", "`ifdef A `endif", "%> <%",
    ])
  func sentences(note: String) throws {
    let map = RegisterMap(
      "odd", note, addressBits: 4,
      [
        MappedRegister(
          "all", at: 0, note,
          [
            RegisterField(
              "wide", .readWrite, bits: 0...63, note,
              values: [RegisterValue("top", 0xffff_ffff_ffff_fffe, note)])
          ]),
        MappedRegister(
          "some", at: 8, note, [RegisterField("small", .readOnly, bits: 0...3, note)]),
      ])
    let files = SystemVerilogEmitter().emit(try elaborate(AXI4LiteRegisters(map), .strict))
    try expectSilence(of: files.map { ($0.name, $0.text) }, top: "odd_registers")
    if Self.hasCompiler { try expectCompiled(map) }
    let printed = try run(
      map, ["  printf(\"%\" PRIu64 \"\\n\", ODD_ALL_WIDE_TOP & ODD_ALL_WIDE_MASK);"])
    #expect(printed == ["18446744073709551614"])
    // Every row of a table has as many cells as its head.
    let lines = try map.markdown().split(separator: "\n", omittingEmptySubsequences: false)
    var bars: Int?
    for line in lines {
      let count = line.replacing(#"\\"#, with: "").replacing(#"\|"#, with: "").count { $0 == "|" }
      guard line.hasPrefix("|") else {
        bars = nil
        continue
      }
      #expect(count == bars ?? count, "\(line)")
      bars = count
    }
  }

  private static let hasCompiler = Tool.pythonHas("systemrdl")

  /// What a compiler of SystemRDL makes of a map: each field in a line.
  private func compiled(_ map: RegisterMap) throws -> [Substring] {
    let script = """
      from systemrdl import RDLCompiler

      compiler = RDLCompiler()
      compiler.compile_file("map.rdl")
      for register in compiler.elaborate().top.registers():
          for field in register.fields():
              print(
                  register.inst_name, register.address_offset, field.inst_name, field.low,
                  field.high, int(field.is_sw_readable), int(field.is_sw_writable),
                  field.get_property("reset") or 0, len(list(field.get_property("encode") or [])))
      """
    return try withTemporaryFolder { folder in
      for (name, text) in [("map.rdl", try map.systemRDL()), ("read.py", script)] {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      return try Tool.python.run(["-W", "error", "read.py"], in: folder).output
        .split(separator: "\n")
    }
  }

  private func expectCompiled(_ map: RegisterMap) throws {
    let lines = map.registers.flatMap { register in
      register.fields.map { field in
        let isWritable =
          switch field.access {
          case .readWrite, .writeOneToClear, .writeOneToSet, .pulse: 1
          case .constant, .readOnly, .counter: 0
          }
        return "\(register.name) \(register.offset) \(field.name) \(field.bits.lowerBound) "
          + "\(field.bits.upperBound) \(field.access == .pulse ? 0 : 1) \(isWritable) "
          + "\(field.reset) \(field.values.count)"
      }
    }
    let text = try map.systemRDL()
    #expect(try compiled(map).map(String.init) == lines, "\(text)")
  }

  @Test("The SystemRDL of the device")
  func systemRDL() throws { expectSnapshot(try DeviceMap.map.systemRDL(), "device_registers.rdl") }

  @Test(
    "A compiler of SystemRDL takes the text without a word, and reads what the map says",
    .enabled(if: hasCompiler, "scripts/test has not set up systemrdl-compiler"))
  func compilesRDL() throws {
    try expectCompiled(DeviceMap.map)
    for seed in UInt64(1)...5 {
      var random = TestRandom(seed: seed)
      try expectCompiled(.random(&random))
    }
    let note = #"Ends */ or /* begins, "quotes" | `bars` <b> \ and %d // too"#
    let reserved = RegisterMap(
      "addrmap", note, addressBits: 4,
      [
        MappedRegister(
          "reg", at: 0, note,
          [
            RegisterField(
              "field", .readWrite, bits: 0...31, note,
              values: [RegisterValue("enum", 7, note), RegisterValue("signal", 8, note)]),
            RegisterField("rw", .writeOneToSet, bit: 32, note),
          ])
      ])
    try expectCompiled(reserved)
  }

  @Test(
    "Words that SystemRDL keeps for itself are names as any other",
    .enabled(if: hasCompiler, "scripts/test has not set up systemrdl-compiler"))
  func reservedWords() throws {
    let script = """
      import re
      from systemrdl.parser.SystemRDLParser import SystemRDLParser

      words = {word.strip("'") for word in SystemRDLParser.literalNames}
      print(*sorted(word for word in words if re.fullmatch("[a-z][a-z0-9_]*", word)), sep="\\n")
      """
    let words = try withTemporaryFolder { folder in
      try script.write(to: folder.appending(path: "words.py"), atomically: true, encoding: .utf8)
      return try Tool.python.run(["words.py"], in: folder).output.split(separator: "\n")
    }.map(String.init)
    try #require(words.contains("signed") && words.contains("sw"))
    try expectCompiled(
      RegisterMap(
        "words", "All of them.", addressBits: 12,
        words.enumerated().map { number, word in
          MappedRegister(
            word, at: 4 * number, "A word.",
            [
              RegisterField(
                word, .readWrite, bit: 0, "A word.", values: [RegisterValue(word, 1, "A word.")])
            ])
        }))
  }
}
