import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// The qualities of all emitted text, each with the tests that hold it.
///
/// | quality | held by |
/// |---|---|
/// | a header that explains and never changes by itself | `deterministic`, `banner`, snapshots |
/// | one module a file, named alike; equal modules once | `fileNames`, `sharedChildren` |
/// | ports in declared order, behind clock and reset | `ports`, `StructurePrintingTests` |
/// | only human names | `names`, `numberedRoles` |
/// | types survive; the spelling is measured | `ProfilePrintingTests`, `ProfileToolTests.cells` |
/// | every width explicit | `ToolTests.verilator`, `RandomExpressionTests`, `LegalizationTests` |
/// | one expression, one thought: lines of 100 columns | `lines`, `RandomExpressionTests.columns` |
/// | the designer's processes | `processes`, `BehaviourPrintingTests` |
/// | registers and memories by the book | `registers`, `memories` |
/// | states by name, in order, with a default | `decodes`, `BehaviourPrintingTests.sequencer` |
/// | comments from the source; places on request | `LocationPrintingTests`, snapshots |
/// | no warnings, claims built in, local differences | `ToolTests`, `changes`, `sharedChildren` |
///
/// Every element is written down, so that the text can be compared with what is described.
@Suite struct EmittedTextTests {
  static func files(_ module: any Module) throws -> [EmittedFile] {
    SystemVerilogEmitter(arrays: .unrolled).emit(try elaborate(module))
  }

  /// The files of a circuit's modules, in their order.
  private static func texts(_ circuit: Circuit) -> [EmittedFile] {
    let files = SystemVerilogEmitter(arrays: .unrolled).emit(circuit)
    return circuit.modules.filter { $0.blackBox == nil }.compactMap { module in
      files.first { $0.name == module.name + ".sv" }
    }
  }

  /// Every line of every file of every sample.
  private func withEveryLine(_ body: (_ file: String, _ line: Substring) -> Void) throws {
    for module in Samples.all {
      for file in try Self.files(module) {
        for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
          body(file.name, line)
        }
      }
    }
  }

  @Test("The language has no warning of a sample, but of a state with one case")
  func warnings() throws {
    for module in Samples.all {
      let warnings = try elaborate(module).warnings.map(\.message)
      let expected =
        module is Single1
        ? [
          "'mode_q' == .only in single_bits is always true; remove the comparison, "
            + "or write possiblyConstant(_, _) where a generator means it"
        ] : []
      #expect(warnings == expected)
    }
  }

  @Test("No line is over 100 columns, has trailing spaces, tabs or more than ASCII")
  func lines() throws {
    try withEveryLine { file, line in
      #expect(line.count <= 100, "\(file): \(line)")
      #expect(line.last != " ", "\(file): \(line)")
      #expect(line.allSatisfy { $0.isASCII && $0 != "\t" }, "\(file): \(line)")
    }
  }

  @Test("No name is made by a machine")
  func names() throws {
    let machineMade = try Regex(#"\b_T\b|_GEN|\b_\d+|_zz|\\|\b[A-Za-z_]\w*\$"#)
    try withEveryLine { file, line in
      // A designer's names may have it.
      guard !file.hasPrefix("_") else { return }
      #expect(line.firstMatch(of: machineMade) == nil, "\(file): \(line)")
    }
  }

  @Test("No name is a role with a number, but of an element of an array")
  func numberedRoles() throws {
    let numbered = try Regex(
      #"\b(?:\w+_)?(?:constant|copy|negated|inverse|sum|difference|product|term|shifted|match"#
        + #"|choice|part|word|extended|full|next)_\d+\b"#)
    for module in Samples.all {
      let circuit = try elaborate(module)
      let elements = Set(
        circuit.modules.flatMap(\.wires).filter { $0.element != nil }.map(\.name))
      // One sample takes the name of a child's wire on purpose.
      guard !(module is Given) else { continue }
      for file in try Self.files(module) {
        for match in file.text.matches(of: numbered) {
          let name = String(file.text[match.range])
          #expect(elements.contains(name), "\(file.name): \(name)")
        }
      }
    }
  }

  @Test("A file holds the module of its name, once, and ends with it")
  func fileNames() throws {
    for module in Samples.all {
      let files = try Self.files(module)
      #expect(Set(files.map(\.name)).count == files.count)
      for file in files {
        let stem = file.name.dropLast(3)
        let heads = file.text.split(separator: "\n").filter { $0.hasPrefix("module ") }
        #expect(heads.count == 1 && heads[0].hasPrefix("module \(stem) "), "\(file.name)")
        #expect(file.text.hasSuffix("\nendmodule\n"), "\(file.name)")
        #expect(!file.text.contains("\n\n\n"), "\(file.name)")
      }
    }
  }

  @Test("Two elaborations give the same bytes")
  func deterministic() throws {
    for (first, second) in zip(Samples.all, Samples.all) {
      let files = try Self.files(first)
      #expect(try Self.files(second) == files)
      #expect(try Self.files(first) == files)
    }
  }

  @Test("Ports stand in the order of the Swift properties, behind clock and reset")
  func ports() throws {
    for module in Samples.all {
      let circuit = try elaborate(module)
      let text = Self.texts(circuit).last?.text ?? ""
      let head = text.components(separatedBy: "\n);\n")[0]
      let printed = head.split(separator: "\n").filter {
        $0.hasPrefix("  input ") || $0.hasPrefix("  output ")
      }.map { line in
        let words = line.components(separatedBy: "  //")[0].split(separator: " ")
        return words.last.map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) } ?? ""
      }
      #expect(printed == circuit.top.ports.map(\.name), "\(circuit.top.name)")
      let clocking = ["clk_i", "rst_ni"].filter(printed.contains)
      #expect(Array(printed.prefix(clocking.count)) == clocking)
    }
  }

  @Test("A child that two designs share is the same file in both")
  func sharedChildren() throws {
    let small = try Self.files(Fabric(lanes: 2))
    let large = try Self.files(Fabric(lanes: 3))
    let changed = Set(small).symmetricDifference(large).map(\.name)
    #expect(Set(changed) == ["fabric_2.sv", "fabric_3.sv"])
  }

  @Test("Changing one unit changes only its file")
  func changes() throws {
    let circuit = try elaborate(Fabric(lanes: 2))
    for index in circuit.modules.indices {
      var changed = circuit
      changed.modules[index].contract.summary = "A changed sample."
      changed.modules[index].statements.append(.section("More"))
      changed.modules[index].wires.append(
        HardwareIR.Wire(name: "extra", type: .bits(3), note: nil))
      changed.modules[index].statements += [
        .assign(
          target: "extra", value: .literal(BitPattern(5, width: 3), .bits(3)), location: nil),
        .property(
          Property(.claim, "ExtraIsSet", .unary(.anyBit, .reference("extra", .bits(3))))),
      ]
      let (before, after) = (
        SystemVerilogEmitter().emit(circuit), SystemVerilogEmitter().emit(changed)
      )
      let names = zip(before, after).filter { $0 != $1 }.map(\.0.name)
      #expect(names == [circuit.modules[index].name + ".sv"])
    }
  }

  @Test("A register is assigned in always_ff alone, and its reset value is there to see")
  func registers() throws {
    for module in Samples.all {
      let circuit = try elaborate(module)
      for (definition, file) in zip(
        circuit.modules.filter { $0.blackBox == nil }, Self.texts(circuit))
      {
        for register in definition.registers {
          #expect(!file.text.contains("  \(register.name) = "), "\(file.name)")
          #expect(!file.text.contains("assign \(register.name) = "), "\(file.name)")
          let assignments = file.text.split(separator: "\n").filter {
            $0.contains(" \(register.name) <=") || $0.contains(" \(register.name)[")
          }
          #expect(!assignments.isEmpty, "\(file.name): \(register.name)")
          let isReset = file.text.contains(
            try Regex(
              "if \\(!rst_\\w*ni\\) begin\n(?:      \\w+ <= .*\n)*      \(register.name) <= "))
          #expect(isReset == (register.reset != nil), "\(file.name): \(register.name)")
        }
      }
    }
  }

  @Test("Only memory cells hold arrays")
  func memories() throws {
    let array = try Regex(#"\w \[[^\]]*\];"#)
    for module in Samples.all {
      let modules = Set(try elaborate(module).modules.map { $0.name + ".sv" })
      for file in try Self.files(module) where modules.contains(file.name) {
        #expect(file.text.firstMatch(of: array) == nil, "\(file.name)")
      }
    }
  }

  @Test("Every case has a default")
  func decodes() throws {
    for module in Samples.all {
      for file in try Self.files(module) {
        func count(_ word: String) -> Int { file.text.components(separatedBy: word).count - 1 }
        #expect(count(" case (") == count(" default: "), "\(file.name)")
        #expect(count(" case (") == count(" endcase"), "\(file.name)")
      }
    }
  }

  @Test("A banner stands in every file, below the contract")
  func banner() throws {
    let files = SystemVerilogEmitter(banner: ["Regenerate with a command."])
      .emit(try elaborate(Fabric(lanes: 2)))
    for file in files {
      let origin = file.text.split(separator: "\n")[2]
      #expect(origin.hasPrefix("// From SystemVerilogTests/SampleModules.swift"))
      #expect(
        file.text.hasPrefix("// A sample.\n//\n\(origin)\n// Regenerate with a command.\nmodule "))
    }
  }

  @Test("A process stands for a block: as many in the text as in the circuit, but for registers")
  func processes() throws {
    for module in Samples.all {
      let circuit = try elaborate(module)
      for (definition, file) in zip(
        circuit.modules.filter { $0.blackBox == nil }, Self.texts(circuit))
      {
        let registers = Set(definition.registers.map(\.name))
          .subtracting(definition.stateRegisters)
        let blocks = definition.processes().filter {
          $0.kind == .combinational && !registers.isSuperset(of: $0.targets)
        }.count
        let printed = file.text.components(separatedBy: "always_comb begin").count - 1
        #expect(printed == blocks, "\(file.name)")
      }
    }
  }
}
