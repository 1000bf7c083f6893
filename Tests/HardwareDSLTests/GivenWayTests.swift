import HardwareDSL
import HardwareIR
import Testing

/// Names that the language makes of the designer's give way to the designer's.
@Suite struct GivenWayTests {
  private final class Sub: TestModule {
    let din = input(.bits(4))
    let dout = output(.bits(4))
    let spare = output(.bit)
    var body: Behavior {
      dout <== din
      spare <== din[0]
    }
  }

  private final class Children: TestModule {
    let a = input(.bits(4))
    let go = input(.bit)
    let y = output(.bits(4))
    let sub = Sub()
    let lines = Memory(.bits(4), depth: 4)
    var body: Behavior {
      let dout = wire("subDout", sub.dout ^ a)
      let din = wire("subDin", a & a[0].replicated(4))
      let spare = wire("spare", a[3])
      unused("subSpare", spare)
      sub.din <== a
      when(go) { sub.din <== din }
      let data = wire("linesReadData", lines.readData)
      lines.write(a, at: a[0...1], enable: go)
      lines.read(at: a[2...3])
      y <== dout ^ data
    }
  }

  @Test("Wires to the ports of children and memories")
  func wires() throws {
    let top = try elaborate(Children()).top
    let names = top.wires.map(\.name)
    #expect(Set(names).count == names.count, "\(names)")
    #expect(names.contains("sub_dout") && names.contains("sub_dout_2"))
    #expect(names.contains("sub_din") && names.contains("sub_din_2"))
    #expect(names.contains("unused_sub_spare") && names.contains("unused_sub_spare_2"))
    #expect(names.contains("lines_read_data") && names.contains("lines_2_read_data"))
    // What the designer reads is the designer's.
    #expect(
      top.statements.contains(
        .assign(
          target: Target("lines_read_data"), value: .reference("lines_2_read_data", .bits(4)),
          location: top.wires.first { $0.name == "lines_read_data" }?.location)))
  }

  private final class Nested: TestModule {
    let a = input(.bits(4))
    let y = output(.bits(4))
    let z = output(.bits(4))
    let first = Match()
    let clk = Clocked()
    let sub = Wide()
    let subB = Narrow()
    var body: Behavior {
      first.a <== a
      clk.a <== a
      sub.a <== a
      subB.a <== a
      y <== first.match ^ clk.i
      z <== sub.bC ^ subB.c
    }
  }
  private final class Match: TestModule {
    let a = input(.bits(4))
    let match = output(.bits(4))
    var body: Behavior { match <== a }
  }
  private final class Clocked: TestModule {
    let a = input(.bits(4))
    let i = output(.bits(4))
    let held = register(.bits(4), reset: 0)
    var body: Behavior {
      held <== a
      i <== held
    }
  }
  private final class Wide: TestModule {
    let a = input(.bits(4))
    let bC = output(.bits(4))
    var body: Behavior { bC <== a }
  }
  private final class Narrow: TestModule {
    let a = input(.bits(4))
    let c = output(.bits(4))
    var body: Behavior { c <== a }
  }

  @Test("Wires that would be a reserved word, a clock, or that of another child")
  func nested() throws {
    let names = try elaborate(Nested()).top.wires.map(\.name)
    #expect(
      names.filter { !$0.hasSuffix("_a") }
        == ["first_match_2", "clk_i_2", "sub_b_c", "sub_b_c_2"])
  }

  private enum Twins: HardwareEnum {
    case aB
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case AB
  }
  private enum First { enum State: HardwareEnum { case idle, run } }
  private enum Second { enum State: HardwareEnum { case low, idle } }

  @Test("Instances, next values, enumerations and their cases")
  func printed() {
    var module = ModuleDefinition(
      name: "unit", contract: Contract(""), location: nil)
    let level = EnumerationType(name: "Level", cases: ["empty", "full"])
    module.wires = ["u_fifo", "u_fifo_2", "total_d", "level_e", "level_2_e"].map {
      Wire(name: $0, type: .bit)
    }
    module.registers = [
      Register(name: "total_q", type: .bits(2), reset: nil),
      Register(name: "level_q", type: .enumeration(level), reset: nil),
    ]
    module.instances = [
      InstanceDefinition(name: "fifo", module: "fifo", connections: []),
      InstanceDefinition(name: "other", module: "fifo", connections: []),
    ]
    module.memories = [MemoryDefinition(name: "fifo_2", depth: 2, word: .bit)]
    module.statements = [
      .property(Property(.claim, "StFull", .literal(BitPattern(1, width: 1), .bit)))
    ]
    let names = PrintedNames(module)
    #expect(names.instance("fifo") == "u_fifo_3")
    #expect(names.instance("other") == "u_other")
    #expect(names.instance("fifo_2") == "u_fifo_2_2")
    #expect(names.nextValue(of: "total_q") == "total_d_2")
    #expect(names.nextValue(of: "level_q") == "level_d")
    #expect(PrintedNames.renamedInstances(of: module)["fifo"] == "u_fifo_3")
    let enumerations = EnumerationNames([level], besides: module.namesInText(names))
    #expect(enumerations.typeName(level) == "level_3_e")
    #expect(enumerations.caseName(level, 0) == "StEmpty")
    #expect(enumerations.caseName(level, 1) == "StFull_2")
  }

  @Test("A next value and the instance of a child do not meet, without a signal in their way")
  func nextValueAndInstance() {
    var module = ModuleDefinition(name: "unit", contract: Contract(""), location: nil)
    module.registers = [Register(name: "u_x_q", type: .bit, reset: nil)]
    module.instances = [InstanceDefinition(name: "x_d", module: "fifo", connections: [])]
    let names = PrintedNames(module)
    #expect(names.instance("x_d") == "u_x_d")
    #expect(names.nextValue(of: "u_x_q") == "u_x_d_2")
  }

  @Test("Cases that are written alike, and enumerations of one name")
  func enumerations() {
    func names(_ types: EnumerationType...) -> [String] {
      EnumerationNames(types, besides: []).all
    }
    #expect(names(.init(name: "Twins", cases: ["aB", "AB"])) == ["twins_e", "StAB", "StAB_2"])
    #expect(
      names(
        .init(name: "State", cases: ["idle", "run"]), .init(name: "State", cases: ["low", "idle"]))
        == ["state_e", "StateIdle", "StateRun", "state_2_e", "StateLow", "StateIdle_2"])
  }

  private final class Standard: TestModule {
    let a = input("_d", .bit)
    let b = input("x$y", .bit)
    let y = output("q$", .bit)
    var moduleName: String { "_unit_1" }
    var body: Behavior { y <== wire("$sum_", a) ^ b }
  }
  private final class Legal: TestModule {
    let a = input("_d", .bit)
    let b = input("x$y", .bit)
    let y = output("q$", .bit)
    var moduleName: String { "_unit_1" }
    var body: Behavior { y <== wire("_sum$", a) ^ b }
  }

  private final class Called: TestModule {
    let a: Signal
    let y = output(.bit)
    let moduleName: String
    init(_ moduleName: String, _ input: String) {
      self.moduleName = moduleName
      a = HardwareDSL.input(input, .bit)
    }
    var body: Behavior { y <== a }
  }

  @Test("Tools keep 127 characters of a name, and lists of files none with a $")
  func tools() throws {
    let longest = String(repeating: "a", count: 127)
    #expect(try elaborate(Called("unit", longest)).top.ports[0].name == longest)
    #expect(try elaborate(Called(longest, "a")).top.name == longest)
    for (module, port, text) in [
      ("unit", longest + "b", "has 128 characters, of which Verilator keeps 127; rename it"),
      (longest + "b", "a", "has 128 characters, of which Verilator keeps 127; rename it"),
      ("unit$1", "a", "file 'unit$1.sv' (module 'unit$1') is spoiled by command lines"),
    ] {
      let error = #expect(throws: DiagnosticError.self) { try elaborate(Called(module, port)) }
      #expect(error?.diagnostics.count == 1 && error?.description.contains(text) == true)
    }
  }

  @Test("All identifiers of SystemVerilog can be given, and no others")
  func identifiers() throws {
    #expect(try elaborate(Legal()).top.ports.map(\.name) == ["_d", "x$y", "q$"])
    let error = #expect(throws: DiagnosticError.self) { try elaborate(Standard()) }
    #expect(
      error?.diagnostics.map(\.message)
        == ["'$sum_' in _unit_1 is not an identifier; rename it"])
  }
}
