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

  private static func library(
    _ old: String = "", _ new: String = "", in text: String = text
  ) throws -> CellLibrary {
    let changed = old.isEmpty ? text : text.replacing(old, with: new)
    let group = try #require(LibertyText.library([UInt8](changed.utf8)))
    return try CellLibrary(group, path: "small.lib")
  }

  @Test(
    "Nominal values are shown whole or broken, however large",
    arguments: [
      ("1e20", "1e+20 V"), ("-1e300", "-1e+300 V"),
      ("9223372036854775808", "9.223372036854776e+18 V"),
      ("-40.0", "-40 V"), ("0.75; /* nominal; */", "0.75 V"),
    ])
  func nominal(value: String, shown: String) throws {
    #expect(try Self.library("nom_voltage : 0.70", "nom_voltage : \(value)").conditions == shown)
  }

  @Test(
    "A number that no library has is refused, and named",
    arguments: [
      ("nom_voltage : 0.70", "nom_voltage : inf", "nom_voltage : inf in library small"),
      ("nom_voltage : 0.70", "nom_temperature : nan", "nom_temperature : nan in library small"),
      ("nom_voltage : 0.70", "nom_voltage : x", "nom_voltage : x in library small"),
      ("area : 4", "area : nan", "area : nan in cell DFF"),
      ("area : 4", "area : -4", "area : -4 in cell DFF"),
      ("area : 4", "area : 1e300", "area : 1e300 in cell DFF"),
      ("area : 4", "area : four", "area : four in cell DFF"),
      ("capacitance : 1.5", "capacitance : inf", "capacitance : inf in pin A"),
      ("max_capacitance : 800", "max_capacitance : -1", "max_capacitance : -1 in pin Q"),
      ("\"10ps\"", "\"0ns\"", "no unit of time or capacitance"),
      ("\"10ps\"", "\"-1ns\"", "no unit of time or capacitance"),
      ("\"10ps\"", "\"infps\"", "no unit of time or capacitance"),
      ("\"10ps\"", "\"nan ps\"", "no unit of time or capacitance"),
      ("(2, ff)", "(0, pf)", "no unit of time or capacitance"),
      ("(2, ff)", "(-1, pf)", "no unit of time or capacitance"),
      ("(2, ff)", "(nan, pf)", "no unit of time or capacitance"),
    ])
  func numbers(old: String, new: String, said: String) {
    #expect { try Self.library(old, new) } throws: { error in
      (error as? SynthesisError)?.kind == .input && "\(error)".contains(said)
        && "\(error)".contains("small.lib")
    }
  }

  @Test(
    "A line with brackets in any order is no trap",
    arguments: [
      ") see ( {", ")({", "( {", "({", "(){", ")) (( {", ") {", "} ( {", "\")\" (\"{\" {",
    ])
  func brackets(line: String) {
    for text in ["\(line)\n}\n", Self.text.replacing("time_unit", with: "\(line)\n}\ntime_unit")] {
      _ = LibertyText.library([UInt8](text.utf8))
    }
    #expect(LibertyText.library([UInt8]("\(line)\n}\n".utf8))?.kind != "library")
  }

  /// Three buffers, of which the largest is three times the smallest.
  private static let buffers = """
    library (open) {
      time_unit : "1ns";
      capacitive_load_unit (1, pf);

    """
    + [("B1", 2), ("B2", 4), ("B4", 6)].map { name, area in
      """
        cell (\(name)) {
          area : \(area);
          pin (A) {
            direction : input;
            capacitance : 1;
          }
          pin (Y) {
            direction : output;
            function : "A";
            max_capacitance : \(name);
          }
        }

      """
    }.joined()
      + """
        cell (DFF) {
          area : 4;
          ff (IQ, IQN) {
            next_state : "D";
          }
        }
      }

      """

  @Test(
    "Only buffers that state what they drive are judged, and what is left out is said",
    arguments: [
      ([nil, nil, nil], "B1", []),
      (["1", "1", "1"], "B1", ["B2", "B4"]),
      (["1", "1", nil], "B1", ["B2"]),
      ([nil, nil, "8"], "B4", []),
      (["7", "16", "32"], "B2", ["B1"]),
    ] as [([String?], String, [String])])
  func drives(stated: [String?], driver: String, leftOut: [String]) throws {
    let text = zip(["B1", "B2", "B4"], stated).reduce(Self.buffers) { text, buffer in
      let line = "max_capacitance : \(buffer.0);"
      return text.replacing(line, with: buffer.1.map { "max_capacitance : \($0);" } ?? "")
    }
    let library = try Self.library(in: text)
    #expect(library.driver == driver && library.delayCells == leftOut)
    let said = conditions(library, SynthesisSettings()).filter { $0.contains("are left out: ") }
    #expect(
      said
        == (leftOut.isEmpty
          ? []
          : [
            "Buffers of open that drive little, or no more than much smaller ones, are left out: "
              + leftOut.joined(separator: ", ") + "."
          ]))
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
