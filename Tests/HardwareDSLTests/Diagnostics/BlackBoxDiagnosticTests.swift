import Foundation
import HardwareDSL
import Testing

/// Black boxes, with the full text of the error.
@Suite struct BlackBoxDiagnosticTests {
  /// A box whose every statement can be made wrong.
  final class Box: BlackBox {
    static let line = #line + 1
    let data = input(.bit)
    let result = output(.bit)
    let state = register(.bit, reset: 0)
    var name = "box"
    var given: [BlackBoxSource] = []
    var names: KeyValuePairs<String, BlackBoxParameter> = [:]
    var clock: ClockPorts?
    var paths = Documentation.Paths.unstated
    var model = Model.none
    enum Model { case none, wire, state }
    var moduleName: String { name }
    var sources: [BlackBoxSource] { given }
    var parameters: KeyValuePairs<String, BlackBoxParameter> { names }
    var clocking: ClockPorts? { clock }
    var documentation: Documentation {
      Documentation("Written by hand.", combinationalPaths: paths)
    }
    init(_ change: (Box) -> Void = { _ in }) { change(self) }
    var body: Behavior {
      if model == .wire {
        result <== data
        state <== state
      }
      if model == .state {
        state <== data
        result <== state
      }
    }
  }

  /// A module around boxes.
  final class Outer: TestModule {
    let data = input(.bit)
    let results: [Signal]
    let boxes: [Box]
    init(_ boxes: Box...) {
      self.boxes = boxes
      results = boxes.map { _ in output(.bit) }
    }
    var body: Behavior {
      for (box, result) in zip(boxes, results) {
        box.data <== data
        result <== box.result
      }
    }
  }

  private var start: String { error(at: Box.line) }

  @Test("A black box is no top")
  func top() {
    expectRefusal(
      Box(),
      start + "the top is black box 'box'; make it a stored property of a module [definition]")
  }

  @Test("A box has a name of its own")
  func names() {
    expectRefusal(
      Outer(Box { $0.name = "outer" }),
      start + "black box 'outer' has the name of a generated module; rename one [name]")
    expectRefusal(
      Outer(Box { $0.name = "sram_1r1w" }),
      start + "'sram_1r1w' is the name of a memory cell; rename the module [name]",
      start + "black box 'sram_1r1w' has the name of a generated module; rename one [name]")
    expectRefusal(
      Outer(Box { $0.name = "begin" }),
      start + "'begin' in begin is a reserved word of SystemVerilog; rename it [name]")
  }

  @Test("Its text declares no generated module, and its files have names of their own")
  func files() {
    let text = """
      /* module outer */ // module outer
      module box; initial $display("module outer"); endmodule
      module automatic outer;
      endmodule
      """
    expectRefusal(
      Outer(Box { $0.given = [.text(text, fileName: "cells.sv")] }),
      start + "file 'cells.sv' of black box 'box' declares 'outer', which is also generated; "
        + "rename one [name]")
    expectRefusal(
      Outer(Box { $0.given = [.text("", fileName: "outer.sv")] }),
      start + "file 'outer.sv' of black box 'box' has the name of a generated file; rename it "
        + "[name]")
    expectRefusal(
      Outer(Box { $0.given = [.text("", fileName: "lib/box.sv")] }),
      start + "file 'lib/box.sv' of black box 'box' is not a plain file name, without a folder; "
        + "rename it [name]")
    expectRefusal(
      Outer(Box { $0.given = [.text("a", fileName: "x.v"), .text("b", fileName: "x.v")] }),
      start + "file 'x.v' of black box 'box' has another text elsewhere; rename it [name]")
    expectRefusal(
      Outer(Box { $0.given = [.file(URL(fileURLWithPath: "/no/such/box.sv"))] }),
      start + "source /no/such/box.sv of black box 'box' cannot be read; give a file of UTF-8 text "
        + "[definition]")
  }

  @Test("Names of files that lists, command lines and other files have no room for are refused")
  func fileNames() {
    let start = self.start + "file "
    expectRefusal(
      Outer(
        Box {
          $0.given = [
            .text("", fileName: "files.f"), .text("", fileName: "-f.sv"),
            .text("", fileName: "a b.sv"), .text("", fileName: "box.cpp"),
          ]
        }),
      start + "'-f.sv' of black box 'box' \(Self.spoiled) [name]",
      start + "'a b.sv' of black box 'box' \(Self.spoiled) [name]",
      start + "'box.cpp' of black box 'box' is neither SystemVerilog (.sv, .v, .svh, .vh) nor data "
        + "for it; write the box in SystemVerilog [name]",
      start + "'files.f' of black box 'box' has the name of a list of files, as files.f is; "
        + "give the files themselves [name]")
    expectRefusal(
      Outer(Box { $0.given = [.text("", fileName: "OUTER.sv")] }),
      start + "'OUTER.sv' of black box 'box' has the name of a generated file; rename it [name]")
    expectRefusal(
      Outer(Box { $0.given = [.text("a", fileName: "x.v"), .text("a", fileName: "X.v")] }),
      start + "'X.v' of black box 'box' is 'x.v' elsewhere; rename it [name]")
  }

  private static let spoiled =
    "is spoiled by command lines and lists of files; use letters, digits, '_', '.' and '-', and "
    + "begin with one of the first three"

  @Test("Its text acts on no other file, and reads and includes what is given")
  func directives() throws {
    let box = "of file 'box.sv' of black box 'box'"
    expectRefusal(
      Outer(
        Box {
          $0.given = [
            .text("`define SYNTHESIS\nmodule box; endmodule"),
            .text("initial $readmemh(\"box.hex\", words);", fileName: "words.svh"),
          ]
        }),
      start + "line 1 \(box) defines SYNTHESIS, which decides about the claims of every file; "
        + "leave that to the tools [definition]",
      start + "line 1 of file 'words.svh' of black box 'box' reads 'box.hex', which is not among "
        + "the sources; give the file as one, and read it by its name alone [definition]")
    _ = try elaborate(
      Outer(
        Box {
          $0.given = [
            .text("initial $readmemh(\"box.hex\", words);"),
            .text("`define SYNTHESIS", fileName: "box.hex"),
          ]
        }))
  }

  @Test("Boxes of one name have the same sources")
  func sources() {
    let other = Box {
      $0.names = ["Width": 2]
      $0.given = [.text("module box; endmodule")]
    }
    expectRefusal(
      Outer(Box(), other),
      start + "black box 'box' has different sources in two places; give it the same in both "
        + "[definition]")
  }

  @Test("Parameters are identifiers, given once")
  func parameters() {
    expectRefusal(
      Outer(Box { $0.names = ["2x": 1, "Width": 2, "Width": 3, "end": "a"] }),
      start + "parameter '2x' of black box 'box' is not an identifier; rename it [name]",
      start + "parameter 'Width' of black box 'box' is given twice; remove one [name]",
      start
        + "parameter 'end' of black box 'box' is a reserved word of SystemVerilog; rename it [name]"
    )
  }

  @Test("Boxes of one name and the same parameters are alike")
  func alike() {
    final class Different: TestModule {
      static let line = #line + 1
      let data = input(.bit)
      let result = output(.bit)
      let first = Box { $0.name = "box" }
      let second = Box { $0.paths = .none }
      var body: Behavior {
        first.data <== data
        second.data <== first.result
        result <== second.result
      }
    }
    expectRefusal(
      Different(),
      start + "two different modules are named 'black box box'; put the parameters that differ "
        + "into parameters [name]")
  }

  @Test("A model has no clock, reset or path that the box does not state")
  func model() {
    expectRefusal(
      Outer(Box { $0.model = .state }),
      start + "the model of black box 'box' has state, but the box has no clock; "
        + "give the box its clocking [definition]")
    expectRefusal(
      Outer(
        Box {
          $0.model = .state
          $0.clock = .clock("clk")
        }),
      start + "the model of black box 'box' has a reset, but the box has none; "
        + "give its clocking the reset [definition]")
    expectRefusal(
      Outer(
        Box {
          $0.model = .wire
          $0.clock = .clock("clk", reset: .activeLow("rst"))
          $0.paths = .none
        }),
      error(at: Box.line + 1)
        + "the model of black box 'box' leads from 'data' to 'result' without a register, "
        + "which its combinationalPaths do not state; add the path [definition]")
  }

  /// A box with two clocks, of which it can have one.
  final class TwoClocks: BlackBox {
    static let line = #line + 1
    let data = input(.bit)
    let result = output(.bit, in: ClockDomain("far"))
    let state = register(.bit, reset: 0, in: ClockDomain("far"))
    var moduleName: String { "two_clocks" }
    var clocking: ClockPorts? { .clock("clk", reset: .activeLow("rst")) }
    var body: Behavior {
      state <== data
      result <== state
    }
  }

  final class Around: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    let box = TwoClocks()
    var body: Behavior {
      box.data <== data
      result <== box.result
    }
  }

  @Test("A box has one clock, which is its default domain")
  func domains() {
    let rest =
      "but a box has one clock, its default domain; leave in: out and place the box with "
      + "clock(_, in:) [clock-domain]"
    expectRefusal(
      Around(),
      error(at: TwoClocks.line)
        + "the model of black box 'two_clocks' has state in clock domain 'far', \(rest)",
      error(at: TwoClocks.line + 1)
        + "'result' of black box 'two_clocks' is declared in clock domain 'far', \(rest)")
  }

  /// A box whose output goes back to its input.
  final class Round: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    let box: Box
    init(_ box: Box) { self.box = box }
    var body: Behavior {
      box.data <== data && box.result
      result <== box.result
    }
  }

  @Test("A loop through a box is found where the box may have the path, and not elsewhere")
  func loop() throws {
    expectRefusal(
      Round(Box()),
      error(at: Box.line + 1)
        + "combinational loop in round: 'box_result' -> 'box_result'; "
        + "put a register on the path, or state the combinationalPaths of black box 'box' "
        + "[combinational-loop]")
    expectRefusal(
      Round(Box { box in box.paths = [.path(from: box.data, to: box.result)] }),
      error(at: Box.line + 1)
        + "combinational loop in round: 'box_result' -> 'box_result'; "
        + "put a register on the path, or state the combinationalPaths of black box 'box' "
        + "[combinational-loop]")
    _ = try elaborate(Round(Box { $0.paths = .none }))
    _ = try elaborate(Round(Box { $0.paths = [] }))
  }

  @Test("Every input of a box is connected, by the name of its module")
  func unconnected() {
    final class Open: TestModule {
      let result = output(.bit)
      let box = Box()
      static let line = #line + 1
      var body: Behavior { result <== box.result }
    }
    expectRefusal(
      Open(),
      error(at: Open.line)
        + "input 'data' (\(start.dropLast(": error: ".count))) of instance 'box' (box) in open "
        + "is never assigned; assign it in the body of open [unconnected]")
  }
}
