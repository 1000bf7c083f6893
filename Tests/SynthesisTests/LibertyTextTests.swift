import Testing

@testable import Synthesis

@Suite("Liberty text")
struct LibertyTextTests {
  private static let text = """
    library ("small") {
      time_unit : "10ps";
      capacitive_load_unit (2, ff);
      nom_voltage : 0.70;
      cell (DELAY) {
        area : 1;
        pin (A) {
          direction : input;
          capacitance : 1;
        }
        pin (Y) {
          direction : output;
          max_capacitance : 3;
          function : "A";
        }
      }
      cell ("BUF") {
        area : 2;
        leakage_power () {
          value : 3;
        }
        pin (A) {
          direction : "input";
          capacitance : 1.5;
          internal_power () {
            rise_power (scalar) {
              values ("1");
            }
          }
        }
        pin ("Y") {
          direction : output;
          function : "(A)";
          max_capacitance : 900;
        }
      }
      cell (DFF) {
        area : 4;
        ff (IQ, IQN) {
          next_state : "D";
        }
        pin (Q) {
          direction : output;
          max_capacitance : 800;
        }
      }
      cell (TIE) {
        area : 0.5;
        pin (H) {
          direction : output;
          function : "1";
        }
      }
    }

    """

  @Test("Units, areas, a buffer that drives and cells of constants are found")
  func facts() throws {
    let group = try #require(LibertyText.library([UInt8](Self.text.utf8)))
    let library = try CellLibrary(group, path: "small.lib")
    #expect(library.name == "small" && library.conditions == "0.7 V")
    #expect(library.timeUnit == 0.01 && library.capacitanceUnit == 2)
    #expect(library.areas == ["DELAY": 1, "BUF": 2, "DFF": 4, "TIE": 0.5])
    #expect(library.driver == "BUF" && library.inputLoad == 3 && library.load == 12)
    #expect(library.delayCells == ["DELAY"])
    #expect(library.high == CellLibrary.Tie(cell: "TIE", pin: "H") && library.low == nil)
  }

  @Test("Cells are left out by their names, quoted or not")
  func cells() throws {
    let slim = LibertyText.without(["DELAY", "BUF"], [UInt8](Self.text.utf8))
    let group = try #require(LibertyText.library(slim))
    #expect(group.groups.filter { $0.kind == "cell" }.map(\.name) == ["DFF", "TIE"])
  }

  @Test("Power is left out, and nothing else")
  func power() {
    let slim = String(decoding: LibertyText.withoutPower([UInt8](Self.text.utf8)), as: UTF8.self)
    #expect(!slim.contains("power") && !slim.contains("values"))
    let kept = Self.text.split(separator: "\n").filter {
      !$0.contains(/leakage_power|internal_power|rise_power|value/)
    }
    // With the three groups their closing braces go.
    #expect(slim.split(separator: "\n").count == kept.count - 3)
  }
}
